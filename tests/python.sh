#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs a Python test with $SITREP_PYTHON (tools/check names one that has the schema validator).
exec "${SITREP_PYTHON:-python3}" "$@"
