#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the C files of a folder, sorted, one a line."""
import glob
import sys

print("\n".join(sorted(glob.glob(sys.argv[1] + "/*.c"))))
