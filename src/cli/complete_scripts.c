/* SPDX-License-Identifier: GPL-3.0-or-later */
/* complete_scripts.c - the scripts of completion/, which the Makefile writes as literals. */
#include "cli/complete.h"

#include "cli/completion/scripts.h"

#include <stddef.h>

const char *const complete_shells[] = {"bash", "zsh", "fish", NULL};
const char *const complete_scripts[] = {script_bash, script_zsh, script_fish};
