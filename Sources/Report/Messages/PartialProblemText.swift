import Scenarios

extension PartialProblem {
  /// The sentence in English.
  var inEnglish: String {
    switch self {
    case .notAPartial:
      "not a part of a run; name the files that 'grdp run --shard' has written"
    case .otherFormat(let found, let expected):
      "written in version \(found) of the format of partial files, this program reads version "
        + "\(expected); use one program for all parts"
    case .otherVersion(let found, let own):
      "written by grdp \(found), this is grdp \(own), whose numbers may differ; use one program for "
        + "all parts"
    case .cutShort(let bytes):
      "the file ends too early, after \(bytes) bytes; copy it again, or run its shard again"
    case .damaged:
      "the file is damaged: its checksum is wrong; copy it again, or run its shard again"
    case .unfinished(let shard):
      "the run of shard \(shard) has not come to its end; go on with it by --resume"
    case .unlike(.version, let found, let first, let file):
      "written by grdp \(found), but \(file) by grdp \(first); use one program for all parts"
    case .unlike(let trait, let found, let first, let file):
      "\(trait.inEnglish) \(quoted(found, "none")), but \(quoted(first, "none")) in \(file); these "
        + "are parts of different runs"
    case .inputUnlike(let name, let file):
      "'\(name)' had another content than in the run of \(file); run one of the two shards again"
    case .otherNumbers(let file):
      "its numbers belong to another run than those of \(file); run its shard again"
    case .shardTwice(let shard, let count, let file):
      "shard \(shard) of \(count) is given already, by \(file); leave one of them out"
    case .shardsMissing(let shards, let count):
      "\(shards.count == 1 ? "shard" : "shards") \(numbers(shards)) of \(count) "
        + "\(shards.count == 1 ? "is" : "are") missing; name all files of the run"
    case .inputChanged(let name):
      "'\(name)' has changed since this was run; put the file back as it was, or run everything again"
    case .cannotContinue(let trait, let found, let now):
      "this run was begun with another command: \(trait.inEnglish) \(quoted(found, "none")), now "
        + "\(quoted(now, "none")); give the same command again, or remove this file to begin anew"
    }
  }

  /// The sentence in Vietnamese.
  var inVietnamese: String {
    switch self {
    case .notAPartial:
      "không phải là một phần của một lần chạy; hãy nêu các tệp do 'grdp run --shard' ghi ra"
    case .otherFormat(let found, let expected):
      "tệp ghi theo định dạng phiên bản \(found), chương trình này đọc phiên bản \(expected); hãy dùng "
        + "cùng một chương trình cho mọi phần"
    case .otherVersion(let found, let own):
      "tệp do grdp \(found) ghi, còn đây là grdp \(own), con số có thể khác; hãy dùng cùng một chương "
        + "trình cho mọi phần"
    case .cutShort(let bytes):
      "tệp kết thúc quá sớm, sau \(bytes) byte; hãy sao chép lại, hoặc chạy lại phần này"
    case .damaged: "tệp bị hỏng: mã kiểm tra không khớp; hãy sao chép lại, hoặc chạy lại phần này"
    case .unfinished(let shard):
      "phần \(shard) chưa chạy xong; hãy chạy tiếp bằng --resume"
    case .unlike(.version, let found, let first, let file):
      "tệp do grdp \(found) ghi, còn \(file) do grdp \(first); hãy dùng cùng một chương trình cho mọi "
        + "phần"
    case .unlike(let trait, let found, let first, let file):
      "\(trait.inVietnamese) là \(quoted(found, "không có")), còn trong \(file) là "
        + "\(quoted(first, "không có")); đây là các phần của những lần chạy khác nhau"
    case .inputUnlike(let name, let file):
      "nội dung '\(name)' khác với lúc chạy \(file); hãy chạy lại một trong hai phần"
    case .otherNumbers(let file):
      "các con số thuộc một lần chạy khác với \(file); hãy chạy lại phần này"
    case .shardTwice(let shard, let count, let file):
      "phần \(shard) trên \(count) đã có trong \(file); hãy bỏ bớt một tệp"
    case .shardsMissing(let shards, let count):
      "thiếu phần \(numbers(shards)) trên \(count); hãy nêu đủ các tệp của lần chạy"
    case .inputChanged(let name):
      "'\(name)' đã thay đổi sau lần chạy này; hãy khôi phục tệp như cũ, hoặc chạy lại tất cả"
    case .cannotContinue(let trait, let found, let now):
      "lần chạy này bắt đầu bằng một lệnh khác: \(trait.inVietnamese) là \(quoted(found, "không có")), "
        + "nay là \(quoted(now, "không có")); hãy gõ lại đúng lệnh cũ, hoặc xoá tệp này để chạy từ đầu"
    }
  }
}

extension PartialTrait {
  fileprivate var inEnglish: String {
    switch self {
    case .version: "the version is"
    case .scenarios: "the scenarios are"
    case .options: "the options are"
    case .draws: "the number of draws is"
    case .seed: "the seed is"
    case .shards: "the number of shards is"
    }
  }

  fileprivate var inVietnamese: String {
    switch self {
    case .version: "phiên bản"
    case .scenarios: "các kịch bản"
    case .options: "các tuỳ chọn"
    case .draws: "số lượt mô phỏng"
    case .seed: "hạt giống ngẫu nhiên"
    case .shards: "số phần"
    }
  }
}

/// A text in quotes; a word for one that is empty.
private func quoted(_ text: String, _ none: String) -> String { text.isEmpty ? none : "'\(text)'" }

/// Numbers, with ranges for those that follow each other.
private func numbers(_ numbers: [Int]) -> String {
  var ranges: [ClosedRange<Int>] = []
  for number in numbers {
    if let last = ranges.last, last.upperBound + 1 == number {
      ranges[ranges.count - 1] = last.lowerBound...number
    } else {
      ranges.append(number...number)
    }
  }
  let shown = ranges.prefix(12).map { range in
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
  }
  return shown.joined(separator: ", ") + (ranges.count > 12 ? ", …" : "")
}
