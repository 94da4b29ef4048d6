// The declarations of Android's C library that LLVM's libunwind uses, written for it alone: with them it is compiled for Android
// without an NDK. The layouts are those of bionic since API 21; each of libunwind's headers is a file that includes this one.
#ifndef DGSPAY_BIONIC_H
#define DGSPAY_BIONIC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// assert.h: nothing is asserted in what is shipped.
#define assert(condition) ((void)0)

// stdio.h: libunwind prints only before it aborts, and API 21 has no symbol `stderr` yet.
#define fprintf(...) ((void)0)
#define fflush(stream) ((void)0)

// inttypes.h: for texts that are never printed.
#define PRIxPTR "lx"

// stdlib.h, string.h
void abort(void) __attribute__((noreturn));
void *malloc(size_t);
void free(void *);
void *memcpy(void *, const void *, size_t);
void *memmove(void *, const void *, size_t);
void *memset(void *, int, size_t);

// errno.h
int *__errno(void);
#define errno (*__errno())
#define EFAULT 14

// pthread.h: 56 bytes where pointers have 8, 40 where they have 4; unlocked is all zero.
typedef struct {
#ifdef __LP64__
    int32_t words[14];
#else
    int32_t words[10];
#endif
} pthread_rwlock_t;
#define PTHREAD_RWLOCK_INITIALIZER {{0}}
int pthread_rwlock_rdlock(pthread_rwlock_t *);
int pthread_rwlock_wrlock(pthread_rwlock_t *);
int pthread_rwlock_unlock(pthread_rwlock_t *);

// signal.h, unistd.h, sys/syscall.h: to ask the kernel whether an address can be read.
typedef unsigned long sigset_t;
#define NSIG 65
#if defined(__aarch64__)
#define SYS_rt_sigprocmask 135
#elif defined(__x86_64__)
#define SYS_rt_sigprocmask 14
#endif
long syscall(long, ...);

// sys/auxv.h
#define AT_HWCAP2 26
unsigned long getauxval(unsigned long);

// elf.h, link.h
#define PT_LOAD 1
#define PT_GNU_EH_FRAME 0x6474e550
#ifdef __LP64__
typedef struct {
    uint32_t p_type, p_flags;
    uint64_t p_offset, p_vaddr, p_paddr, p_filesz, p_memsz, p_align;
} Elf64_Phdr;
typedef uint64_t Elf64_Addr;
typedef uint16_t Elf64_Half;
#define ElfW(type) Elf64_##type
#else
typedef struct {
    uint32_t p_type, p_offset, p_vaddr, p_paddr, p_filesz, p_memsz, p_flags, p_align;
} Elf32_Phdr;
typedef uint32_t Elf32_Addr;
typedef uint16_t Elf32_Half;
#define ElfW(type) Elf32_##type
#endif
struct dl_phdr_info {
    ElfW(Addr) dlpi_addr;
    const char *dlpi_name;
    const ElfW(Phdr) * dlpi_phdr;
    ElfW(Half) dlpi_phnum;
};
int dl_iterate_phdr(int (*)(struct dl_phdr_info *, size_t, void *), void *);
// 32-bit Arm alone: where the table of the code around an address is, and how many entries it has.
typedef uintptr_t _Unwind_Ptr;
_Unwind_Ptr dl_unwind_find_exidx(_Unwind_Ptr, int *);

#ifdef __cplusplus
}
#endif

#endif
