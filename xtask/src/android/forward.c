// What Android's C library calls or numbers otherwise than this machine's. Everything else that our libraries want of it is the
// same on x86-64 Linux: the calls, their structures, the error numbers.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANDROID(name) __asm__(".symver android_" #name ", " #name "@LIBC, remove")

ANDROID(__errno);
int *android___errno(void) { return __errno_location(); }

// Android's has the return value that POSIX says.
ANDROID(strerror_r);
extern int __xpg_strerror_r(int, char *, size_t);
int android_strerror_r(int number, char *text, size_t length) { return __xpg_strerror_r(number, text, length); }

ANDROID(sysconf);
long android_sysconf(int name) {
    switch (name) {
    case 39:
    case 40:
        return sysconf(_SC_PAGESIZE);
    case 96:
        return sysconf(_SC_NPROCESSORS_CONF);
    case 97:
        return sysconf(_SC_NPROCESSORS_ONLN);
    }
    fprintf(stderr, "sysconf(%d) of Android is not known here\n", name);
    abort();
}
