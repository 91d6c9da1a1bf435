#include "CMessagePassing.h"

#ifdef GRDP_MPI

#include <mpi.h>

// A count of MPI is an int, so long messages go in pieces.
static const uint64_t most = 1u << 30;
static const int tag = 1;

int32_t grdp_ranks_start(void) {
  int provided;
  int code = MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &provided);
  if (code != MPI_SUCCESS) return code;
  return provided < MPI_THREAD_SERIALIZED ? MPI_ERR_OTHER : 0;
}

void grdp_ranks_finish(void) { MPI_Finalize(); }

void grdp_ranks_abort(int32_t code) { MPI_Abort(MPI_COMM_WORLD, code); }

int32_t grdp_rank(void) {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

int32_t grdp_rank_count(void) {
  int count = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &count);
  return count;
}

int32_t grdp_ranks_gather(int32_t own, int32_t *all) {
  return MPI_Allgather(&own, 1, MPI_INT32_T, all, 1, MPI_INT32_T, MPI_COMM_WORLD);
}

int32_t grdp_ranks_send(const uint8_t *bytes, uint64_t count, int32_t to) {
  int code = MPI_Send(&count, 1, MPI_UINT64_T, to, tag, MPI_COMM_WORLD);
  for (uint64_t sent = 0; sent < count && code == MPI_SUCCESS; sent += most) {
    uint64_t rest = count - sent;
    code = MPI_Send(
        bytes + sent, (int)(rest < most ? rest : most), MPI_BYTE, to, tag, MPI_COMM_WORLD);
  }
  return code;
}

int32_t grdp_ranks_receive_count(uint64_t *count, int32_t from) {
  return MPI_Recv(count, 1, MPI_UINT64_T, from, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

int32_t grdp_ranks_receive(uint8_t *bytes, uint64_t count, int32_t from) {
  int code = MPI_SUCCESS;
  for (uint64_t got = 0; got < count && code == MPI_SUCCESS; got += most) {
    uint64_t rest = count - got;
    code = MPI_Recv(
        bytes + got, (int)(rest < most ? rest : most), MPI_BYTE, from, tag, MPI_COMM_WORLD,
        MPI_STATUS_IGNORE);
  }
  return code;
}

#endif
