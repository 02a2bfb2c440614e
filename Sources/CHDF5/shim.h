// What the engine needs of HDF5, as functions: most of its names are macros, which Swift does not import, and some are
// of functions whose arguments changed between 1.10 and 1.14.

#ifndef NEOS_CHDF5_SHIM_H
#define NEOS_CHDF5_SHIM_H

#include <hdf5.h>
#include <stdio.h>
#include <string.h>

// Types and property lists are macros that first open the library.
static inline hid_t neos_h5_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t neos_h5_float32(int big) { return big ? H5T_IEEE_F32BE : H5T_IEEE_F32LE; }
static inline hid_t neos_h5_float64(int big) { return big ? H5T_IEEE_F64BE : H5T_IEEE_F64LE; }
static inline hid_t neos_h5_default(void) { return H5P_DEFAULT; }

// Errors are told by what is thrown, not printed by the library.
static inline void neos_h5_silence(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

static inline herr_t neos_h5_take_message(unsigned count, const H5E_error2_t *error, void *text) {
  if (count == 0 && error->desc) snprintf((char *)text, 200, "%s", error->desc);
  return 0;
}

// The innermost of the errors at hand, in at most 200 bytes with the zero at their end.
static inline void neos_h5_message(char *text) {
  text[0] = 0;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, neos_h5_take_message, text);
}

static inline hid_t neos_h5_open_file(const char *path) { return H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT); }
static inline hid_t neos_h5_open_object(hid_t parent, const char *name) { return H5Oopen(parent, name, H5P_DEFAULT); }

// A dataset, with a cache for its chunks of so many bytes.
static inline hid_t neos_h5_open_dataset(hid_t parent, const char *name, size_t cache) {
  hid_t access = H5Pcreate(H5P_DATASET_ACCESS);
  if (access < 0) return -1;
  // 1 is the weight of chunks that were read as a whole: they are the first to go.
  hid_t dataset = H5Pset_chunk_cache(access, 521, cache, 1) < 0 ? -1 : H5Dopen2(parent, name, access);
  H5Pclose(access);
  return dataset;
}

// An object that a soft link leads to in the same file: one link is followed, and an external one would be the second.
static inline hid_t neos_h5_open_linked(hid_t parent, const char *name) {
  hid_t access = H5Pcreate(H5P_LINK_ACCESS);
  if (access < 0) return -1;
  hid_t object = H5Pset_nlinks(access, 1) < 0 ? -1 : H5Oopen(parent, name, access);
  H5Pclose(access);
  return object;
}

// What a link in a group is.
enum { neos_h5_hard_link, neos_h5_soft_link, neos_h5_other_link };

typedef int (*neos_h5_visitor)(const char *name, int kind, void *context);
struct neos_h5_visit { neos_h5_visitor visitor; void *context; };

static inline herr_t neos_h5_visit_link(hid_t group, const char *name, const H5L_info_t *info, void *visit) {
  (void)group;
  struct neos_h5_visit *to = (struct neos_h5_visit *)visit;
  int kind = info->type == H5L_TYPE_HARD ? neos_h5_hard_link
             : info->type == H5L_TYPE_SOFT ? neos_h5_soft_link
                                           : neos_h5_other_link;
  return to->visitor(name, kind, to->context);
}

// Calls a function with the name of every link in a group and the groups in it, until it gives another number than 0.
static inline herr_t neos_h5_visit_objects(hid_t group, neos_h5_visitor visitor, void *context) {
  struct neos_h5_visit visit = {visitor, context};
  return H5Lvisit(group, H5_INDEX_NAME, H5_ITER_NATIVE, neos_h5_visit_link, &visit);
}

#endif
