// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/walls.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cstddef>
#include <vector>

namespace cartographer {

namespace {

#if defined(__x86_64__)
constexpr unsigned kProcessor = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kProcessor = AUDIT_ARCH_AARCH64;
#else
constexpr unsigned kProcessor = 0;
#endif

}  // namespace

bool raiseWalls(bool mayReachOut) {
    if (kProcessor == 0) return false;
    std::vector<unsigned> refused{__NR_execve, __NR_execveat, __NR_ptrace};
    // Sockets can be made through a ring, too.
    if (!mayReachOut)
        refused.insert(refused.end(), {unsigned(__NR_socket), unsigned(__NR_io_uring_setup)});
    const unsigned refuse = SECCOMP_RET_ERRNO | EACCES;
    std::vector<sock_filter> filter {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kProcessor, 1, 0),
            BPF_STMT(BPF_RET | BPF_K, refuse),  // calls in the manner of another processor
            BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
#if defined(__x86_64__)
            BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000U, 0, 1),
            BPF_STMT(BPF_RET | BPF_K, refuse),  // x32
#endif
    };
    for (const unsigned call : refused) {
        filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1));
        filter.push_back(BPF_STMT(BPF_RET | BPF_K, refuse));
    }
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace cartographer
