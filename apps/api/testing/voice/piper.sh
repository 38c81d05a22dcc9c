#!/bin/sh
# Speaks as Piper does, for tests: raw samples of 16 bits, a hundred for each character that it is given.
[ "$1" = --help ] && exec echo usage
head -c "$(($(wc -c) * 200))" /dev/zero | tr '\0' 'A'
