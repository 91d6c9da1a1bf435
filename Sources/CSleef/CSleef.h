// SLEEF, the vector mathematical library (https://sleef.org, version 3.5 or later).
//
// Nothing is declared here. The names of its deterministic family, `Sleef_finz_*`, are declared in
// CKernels, each under the target attribute it needs; the library's own header would declare only
// those of the instruction set the whole build is for.
