/* SPDX-License-Identifier: Apache-2.0 */
/* rlimits and seccomp of a worker process. */
#include "config.h"
#include "pipeline/lockdown.h"

#include <glib.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define MIB (1024 * 1024)
/* A mail of 25 MiB needs about six times its size; the rest is the program itself. */
#define MAX_ADDRESS_SPACE (512UL * MIB)
#define MAX_STACK (8UL * MIB)
#define MAX_CPU_SECS 600 /* of the process's life; the pool renews it before that */

#ifdef APRES_SANITIZED
bool
apres_lockdown_process(void)
{
	return true;
}
#else

static bool
limit_resources(void)
{
	static const struct {
		int what;
		rlim_t most;
	} limits[] = {
		{ RLIMIT_AS, MAX_ADDRESS_SPACE },
		{ RLIMIT_CPU, MAX_CPU_SECS },
		{ RLIMIT_STACK, MAX_STACK },
		{ RLIMIT_NOFILE, 8 },
		{ RLIMIT_CORE, 0 },
		{ RLIMIT_FSIZE, 0 },
		{ RLIMIT_NPROC, 0 },
		{ RLIMIT_MEMLOCK, 0 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(limits); i++) {
		struct rlimit limit = { limits[i].most, limits[i].most };
		if (setrlimit((__rlimit_resource_t)limits[i].what, &limit) < 0)
			return false;
	}
	return true;
}

/* No open, no socket, no exec, no clone, no memory that is both written and run. */
static const int allowed[] = {
	SCMP_SYS(read),           SCMP_SYS(write),        SCMP_SYS(readv),
	SCMP_SYS(writev),         SCMP_SYS(recvfrom),     SCMP_SYS(sendto),
	SCMP_SYS(poll),           SCMP_SYS(ppoll),        SCMP_SYS(close),
	SCMP_SYS(lseek),          SCMP_SYS(brk),          SCMP_SYS(munmap),
	SCMP_SYS(mremap),         SCMP_SYS(madvise),      SCMP_SYS(futex),
	SCMP_SYS(exit),           SCMP_SYS(exit_group),   SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(sigaltstack),
	SCMP_SYS(clock_gettime),  SCMP_SYS(gettimeofday), SCMP_SYS(clock_nanosleep),
	SCMP_SYS(nanosleep),      SCMP_SYS(getrandom),    SCMP_SYS(getpid),
	SCMP_SYS(gettid),         SCMP_SYS(sched_yield),  SCMP_SYS(restart_syscall),
	SCMP_SYS(fstat),
};

static bool
filter_calls(scmp_filter_ctx filter)
{
	for (guint i = 0; i < G_N_ELEMENTS(allowed); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) < 0)
			return false;
	/* New memory, but never executable; and a way to abort(3) oneself. */
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
				SCMP_A2(SCMP_CMP_MASKED_EQ, 4 /* PROT_EXEC */, 0)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
				SCMP_A2(SCMP_CMP_MASKED_EQ, 4, 0)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
				SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0)) == 0 &&
	       seccomp_load(filter) == 0;
}

bool
apres_lockdown_process(void)
{
	if (!limit_resources() || prctl(PR_SET_DUMPABLE, 0) < 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return false;
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool ok = filter != NULL && filter_calls(filter);
	if (filter != NULL)
		seccomp_release(filter);
	return ok;
}
#endif
