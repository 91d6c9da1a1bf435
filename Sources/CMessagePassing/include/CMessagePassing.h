// Messages between the processes of one job: the little of MPI that is used, without its macros.
// Empty unless the package is built with the trait MPI.

#pragma once

#include <stddef.h>
#include <stdint.h>

/// Joins the job; 0, or an error code of MPI. Calls may come from any thread, one at a time.
int32_t grdp_ranks_start(void);
/// Leaves the job, once every process does.
void grdp_ranks_finish(void);
/// Ends all processes of the job; mpirun returns `code`.
void grdp_ranks_abort(int32_t code);

/// The number of this process, from 0.
int32_t grdp_rank(void);
/// How many processes there are.
int32_t grdp_rank_count(void);

/// Tells every process the numbers of all; `all` has room for one of each.
int32_t grdp_ranks_gather(int32_t own, int32_t *all);
/// Sends bytes to a process.
int32_t grdp_ranks_send(const uint8_t *bytes, uint64_t count, int32_t to);
/// How many bytes a process sends next.
int32_t grdp_ranks_receive_count(uint64_t *count, int32_t from);
/// Those bytes.
int32_t grdp_ranks_receive(uint8_t *bytes, uint64_t count, int32_t from);
