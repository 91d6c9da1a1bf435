// Functions of SLEEF over rows: `sleef_tanh(out, a, n)` and the others, for n a multiple of `LANES`.
//
// Included by kernels.h. `finz` is SLEEF's deterministic family with fused multiply-add: its results
// do not depend on the vector width.
//
// A vector function takes its argument in a register of the instruction set it is written for. The
// C compiler passes such a vector in memory wherever the whole build is not for that instruction
// set, whatever target attribute the caller carries, so the calls are written in assembly.

#if LANES == 1

#define SLEEF_ROWS(function, accuracy) \
  double Sleef_finz_##function##d1_##accuracy##purecfma(double); \
  static void sleef_##function(double *out, const double *a, size_t n) { \
    for (size_t i = 0; i < n; i++) out[i] = Sleef_finz_##function##d1_##accuracy##purecfma(a[i]); \
  }

#else

#if LANES == 4
#define SLEEF_LEVEL "avx2"
#define SLEEF_SYMBOL(function, accuracy) "Sleef_finz_" #function "d4_" #accuracy "avx2"
#define SLEEF_REGISTER "%ymm"
#define SLEEF_BYTES "32"
#elif LANES == 8
#define SLEEF_LEVEL "avx512"
#define SLEEF_SYMBOL(function, accuracy) "Sleef_finz_" #function "d8_" #accuracy "avx512f"
#define SLEEF_REGISTER "%zmm"
#define SLEEF_BYTES "64"
#endif

#define SLEEF_PUSH(name, offset) \
  "push %" name "\n .cfi_adjust_cfa_offset 8\n .cfi_offset %" name ", " offset "\n"
#define SLEEF_POP(name) "pop %" name "\n .cfi_adjust_cfa_offset -8\n .cfi_restore %" name "\n"

// rbx walks over out up to r13, r12 over a. Three pushes align the stack for the calls.
#define SLEEF_ROWS(function, accuracy) \
  void sleef_##function(double *out, const double *a, size_t n) \
      __asm__("grdp_sleef_" SLEEF_LEVEL "_" #function); \
  __asm__( \
      ".text\n .p2align 4\n" \
      ".globl grdp_sleef_" SLEEF_LEVEL "_" #function "\n" \
      ".hidden grdp_sleef_" SLEEF_LEVEL "_" #function "\n" \
      ".type grdp_sleef_" SLEEF_LEVEL "_" #function ", @function\n" \
      "grdp_sleef_" SLEEF_LEVEL "_" #function ":\n" \
      ".cfi_startproc\n" \
      SLEEF_PUSH("rbx", "-16") SLEEF_PUSH("r12", "-24") SLEEF_PUSH("r13", "-32") \
      "mov %rdi, %rbx\n" \
      "mov %rsi, %r12\n" \
      "lea (%rdi, %rdx, 8), %r13\n" \
      "jmp 2f\n" \
      "1: vmovupd (%r12), " SLEEF_REGISTER "0\n" \
      "call " SLEEF_SYMBOL(function, accuracy) "@PLT\n" \
      "vmovupd " SLEEF_REGISTER "0, (%rbx)\n" \
      "add $" SLEEF_BYTES ", %r12\n" \
      "add $" SLEEF_BYTES ", %rbx\n" \
      "2: cmp %r13, %rbx\n" \
      "jb 1b\n" \
      "vzeroupper\n" \
      SLEEF_POP("r13") SLEEF_POP("r12") SLEEF_POP("rbx") \
      "ret\n" \
      ".cfi_endproc\n" \
      ".size grdp_sleef_" SLEEF_LEVEL "_" #function ", . - grdp_sleef_" SLEEF_LEVEL "_" #function \
      "\n");

#endif

SLEEF_ROWS(log1p, u10)
SLEEF_ROWS(tanh, u10)
SLEEF_ROWS(sin, u10)
SLEEF_ROWS(cos, u10)
SLEEF_ROWS(atan, u10)
SLEEF_ROWS(erfc, u15)
