#include "build/call_lists.hpp"

namespace threadlab::build {

const std::string_view calls_of_everybody = R"(
__cxa_atexit __cxa_thread_atexit_impl __cxa_finalize __gmon_start__ _ITM_registerTMCloneTable _ITM_deregisterTMCloneTable
_Unwind_Resume __gcc_personality_v0 __tls_get_addr __libc_single_threaded __errno_location
__assert_fail __assert_perror_fail __stack_chk_fail abort
__divti3 __modti3 __udivti3 __umodti3 __multi3 __divdc3 __divsc3 __divxc3 __muldc3 __mulsc3 __mulxc3
__powidf2 __powisf2 __powixf2 __popcountdi2 __floattidf __floatuntidf __fixdfti __fixunsdfti

malloc calloc realloc reallocarray free aligned_alloc posix_memalign memalign malloc_usable_size

memcpy memmove memset memcmp memchr memrchr rawmemchr mempcpy memmem memccpy explicit_bzero
bcmp bcopy bzero index rindex ffs ffsl ffsll strlen strnlen strcpy strncpy stpcpy stpncpy strcat
strncat strcmp strncmp strcasecmp strncasecmp strcoll strxfrm strchr strrchr strchrnul strstr
strcasestr strspn strcspn strpbrk strtok strtok_r strsep strdup strndup strerror strerror_r
__xpg_strerror_r strsignal strverscmp swab

__ctype_b_loc __ctype_tolower_loc __ctype_toupper_loc __ctype_get_mb_cur_max
isalnum isalpha isblank iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit
tolower toupper
iswalnum iswalpha iswblank iswcntrl iswdigit iswgraph iswlower iswprint iswpunct iswspace iswupper
iswxdigit iswctype towlower towupper towctrans wctrans wctype
btowc wctob mbrlen mbrtowc mbsinit mbsrtowcs mbstowcs mbtowc mblen wcrtomb wcsrtombs wcstombs wctomb
mbrtoc16 mbrtoc32 c16rtomb c32rtomb
wcscat wcschr wcscmp wcscoll wcscpy wcscspn wcslen wcsncat wcsncmp wcsncpy wcspbrk wcsrchr wcsspn
wcsstr wcstok wcsxfrm wcsdup wcsnlen wmemchr wmemcmp wmemcpy wmemmove wmemset
wcstod wcstof wcstold wcstol wcstoll wcstoul wcstoull wcsftime

abs labs llabs div ldiv lldiv imaxabs imaxdiv atoi atol atoll atof strtol strtoul strtoll strtoull
strtof strtod strtold strtoimax strtoumax rand srand rand_r random srandom random_r srandom_r
initstate setstate drand48 erand48 lrand48 nrand48 mrand48 jrand48 srand48 seed48
arc4random arc4random_uniform arc4random_buf getrandom getentropy qsort qsort_r bsearch lfind lsearch
getenv secure_getenv hcreate hsearch hdestroy tsearch tfind tdelete twalk insque remque

stdin stdout stderr printf fprintf sprintf snprintf vprintf vfprintf vsprintf vsnprintf asprintf
vasprintf puts fputs putc putchar fputc putc_unlocked putchar_unlocked fputs_unlocked fwrite
fwrite_unlocked fflush fflush_unlocked perror psignal setvbuf setbuf setbuffer setlinebuf getc
getchar fgetc getc_unlocked getchar_unlocked fgets fread scanf fscanf sscanf vscanf vfscanf vsscanf
ungetc getline getdelim feof ferror clearerr flockfile funlockfile ftrylockfile fmemopen
open_memstream open_wmemstream wprintf fwprintf swprintf vwprintf vfwprintf vswprintf fputws putwchar
fputwc fgetws getwchar fgetwc swscanf fwide

setlocale localeconv newlocale uselocale freelocale duplocale nl_langinfo

clock clock_gettime clock_getres clock_nanosleep nanosleep usleep sleep time gettimeofday difftime
mktime timegm gmtime gmtime_r localtime localtime_r asctime asctime_r ctime ctime_r strftime strptime
timespec_get timespec_getres times tzset getrusage

sched_yield sched_getcpu sched_getaffinity sched_setaffinity __sched_cpucount __sched_cpualloc
__sched_cpufree sched_get_priority_max sched_get_priority_min sched_getparam sched_getscheduler
get_nprocs get_nprocs_conf sysconf getpagesize gettid getpid getppid getuid geteuid getgid getegid
uname gethostname isatty syscall

pthread_create pthread_join pthread_tryjoin_np pthread_timedjoin_np pthread_clockjoin_np
pthread_detach pthread_exit pthread_self pthread_equal pthread_yield pthread_once
pthread_key_create pthread_key_delete pthread_getspecific pthread_setspecific
pthread_setname_np pthread_getname_np pthread_setaffinity_np pthread_getaffinity_np
pthread_getschedparam pthread_setschedparam pthread_setschedprio pthread_getcpuclockid
pthread_getconcurrency pthread_setconcurrency pthread_getattr_np pthread_setcancelstate
pthread_setcanceltype pthread_testcancel
pthread_attr_init pthread_attr_destroy pthread_attr_setdetachstate pthread_attr_getdetachstate
pthread_attr_setstacksize pthread_attr_getstacksize pthread_attr_setguardsize
pthread_attr_getguardsize pthread_attr_setaffinity_np pthread_attr_setschedpolicy
pthread_attr_setschedparam pthread_attr_setinheritsched pthread_attr_setscope pthread_attr_getstack
pthread_mutex_init pthread_mutex_destroy pthread_mutex_lock pthread_mutex_trylock
pthread_mutex_timedlock pthread_mutex_clocklock pthread_mutex_unlock pthread_mutex_consistent
pthread_mutexattr_init pthread_mutexattr_destroy pthread_mutexattr_settype pthread_mutexattr_gettype
pthread_mutexattr_setpshared pthread_mutexattr_getpshared pthread_mutexattr_setrobust
pthread_mutexattr_getrobust pthread_mutexattr_setprotocol pthread_mutexattr_getprotocol
pthread_cond_init pthread_cond_destroy pthread_cond_wait pthread_cond_timedwait
pthread_cond_clockwait pthread_cond_signal pthread_cond_broadcast pthread_condattr_init
pthread_condattr_destroy pthread_condattr_setclock pthread_condattr_getclock
pthread_condattr_setpshared pthread_condattr_getpshared
pthread_rwlock_init pthread_rwlock_destroy pthread_rwlock_rdlock pthread_rwlock_wrlock
pthread_rwlock_tryrdlock pthread_rwlock_trywrlock pthread_rwlock_timedrdlock
pthread_rwlock_timedwrlock pthread_rwlock_clockrdlock pthread_rwlock_clockwrlock
pthread_rwlock_unlock pthread_rwlockattr_init pthread_rwlockattr_destroy
pthread_rwlockattr_setkind_np pthread_rwlockattr_getkind_np pthread_rwlockattr_setpshared
pthread_rwlockattr_getpshared
pthread_barrier_init pthread_barrier_destroy pthread_barrier_wait pthread_barrierattr_init
pthread_barrierattr_destroy pthread_barrierattr_setpshared
pthread_spin_init pthread_spin_destroy pthread_spin_lock pthread_spin_trylock pthread_spin_unlock
sem_init sem_destroy sem_wait sem_trywait sem_timedwait sem_clockwait sem_post sem_getvalue

read write close poll ppoll select pselect pipe pipe2 eventfd eventfd_read eventfd_write fcntl
)";

const std::string_view calls_for_files = R"(
fopen freopen fdopen fclose fseek fseeko ftell ftello rewind fgetpos fsetpos fileno tmpfile
open openat creat pread pwrite readv writev preadv pwritev lseek ftruncate truncate fsync fdatasync
posix_fallocate fallocate posix_fadvise copy_file_range sendfile dprintf vdprintf
unlink unlinkat remove rename renameat mkdir mkdirat rmdir opendir fdopendir readdir readdir_r
closedir rewinddir seekdir telldir scandir alphasort stat fstat lstat fstatat statx access faccessat
chmod fchmod umask utimensat futimens link symlink readlink realpath getcwd chdir mkstemp mkostemp
mkdtemp tmpnam dup dup2 dup3 getw putw err errx warn warnx basename __xpg_basename dirname
)";

const std::string_view calls_for_processes = R"(
fork vfork clone _exit _Exit exit quick_exit wait waitpid waitid wait3 wait4 kill killpg raise
sigqueue signal sigaction sigemptyset sigfillset sigaddset sigdelset sigismember sigprocmask
pthread_sigmask pthread_kill sigpending sigsuspend sigwait sigwaitinfo sigtimedwait sigaltstack
siginterrupt bsd_signal sysv_signal __libc_current_sigrtmin __libc_current_sigrtmax signalfd pause
alarm ualarm setitimer getitimer timer_create timer_settime timer_gettime timer_delete
timerfd_create timerfd_settime timerfd_gettime pthread_atfork __register_atfork
getpgid setpgid getpgrp setpgrp getsid setsid nice getpriority prctl pidfd_open pidfd_send_signal
dup dup2 dup3 fileno fdopen fclose lseek ftruncate readv writev pread pwrite dprintf vdprintf
mmap munmap mremap msync madvise posix_madvise memfd_create
shm_open shm_unlink shmget shmat shmdt shmctl semget semop semtimedop semctl msgget msgsnd msgrcv
msgctl sem_open sem_close sem_unlink mq_open mq_close mq_unlink mq_send mq_receive mq_timedsend
mq_timedreceive mq_getattr mq_setattr ftok
socketpair send sendto recv recvfrom recvmsg shutdown 
epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
open unlink tmpfile mkstemp flock lockf mkfifo
getrlimit setrlimit
)";

const std::string_view calls_with_large_files = R"(
open openat creat fopen freopen tmpfile lseek fseeko ftello fgetpos fsetpos pread pwrite preadv
pwritev ftruncate truncate fallocate posix_fallocate posix_fadvise mmap stat fstat lstat fstatat
readdir readdir_r scandir alphasort mkstemp mkostemp lockf sendfile getrlimit setrlimit
)";

const std::array<Advice, 10> advice_on_calls{{
    {"exit _exit _Exit quick_exit at_quick_exit on_exit",
     "return from the function, or throw an exception: the check goes on after the call"},
    {"system popen pclose posix_spawn posix_spawnp execl execle execlp execv execve execvp execvpe "
     "fexecve execveat",
     "do in this file what the other program would do"},
    {"setjmp _setjmp __sigsetjmp sigsetjmp longjmp _longjmp siglongjmp getcontext setcontext "
     "makecontext swapcontext",
     "throw an exception where you want to leave several functions"},
    {"setenv putenv unsetenv clearenv environ __environ _environ", "hand values over as arguments"},
    {"dlopen dlmopen dlsym dlvsym dladdr dladdr1 dlclose dlinfo dl_iterate_phdr",
     "call the function by its name"},
    {"signal sigaction bsd_signal sysv_signal raise kill pthread_kill tgkill sigqueue alarm "
     "setitimer "
     "pthread_sigmask sigprocmask sigwait pause",
     "tell threads by a flag, a condition variable or std::stop_token, and let a failed program "
     "fail"},
    {"pthread_cancel", "let the thread look at a flag or a std::stop_token, and return"},
    {"thrd_create thrd_join thrd_detach thrd_exit thrd_yield thrd_sleep thrd_current thrd_equal "
     "mtx_init mtx_lock mtx_trylock mtx_timedlock mtx_unlock mtx_destroy cnd_init cnd_wait "
     "cnd_timedwait cnd_signal cnd_broadcast cnd_destroy tss_create tss_get tss_set tss_delete "
     "call_once",
     "use std::thread, std::mutex, std::condition_variable and std::call_once"},
    {"mprotect pkey_mprotect ptrace process_vm_readv process_vm_writev personality",
     "only an attack needs it"},
    {"socket connect bind listen accept accept4 getaddrinfo gethostbyname",
     "there is no network here: threads share memory, processes share pipes"},
}};

} // namespace threadlab::build
