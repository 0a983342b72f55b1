/* SPDX-License-Identifier: GPL-3.0-or-later */
/* crc32c.h - the checksum of TensorBoard's event files. */
#ifndef LC_BASE_CRC32C_H
#define LC_BASE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32C (Castagnoli's) of n bytes. Source: RFC 3720, 12.1 and B.4. */
uint32_t lc_crc32c(const void *bytes, size_t n);

#endif
