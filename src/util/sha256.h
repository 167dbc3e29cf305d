/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_UTIL_SHA256_H
#define APRES_UTIL_SHA256_H
#include <openssl/evp.h>

/* SHA-256, looked up in the library once: to look it up takes longer than to hash. */
const EVP_MD *apres_sha256(void);
#endif
