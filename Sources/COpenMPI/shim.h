// Open MPI is used by CMessagePassing only; what Swift would see of it here are macros it cannot import.
