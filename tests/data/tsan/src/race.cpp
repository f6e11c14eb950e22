// Runs one function of checks.so under ThreadSanitizer: race FUNCTION REPORT-FILE
#include <cstdio>
#include <dlfcn.h>
#include <fcntl.h>

extern "C" void __sanitizer_set_report_fd(void* descriptor);

int main(int count, char** arguments) {
    if (count != 3)
        return 2;
    const long report = open(arguments[2], O_CREAT | O_TRUNC | O_WRONLY, 0644);
    __sanitizer_set_report_fd(reinterpret_cast<void*>(report));
    void* submission = dlopen("./submission.so", RTLD_NOW | RTLD_GLOBAL);
    void* checks = dlopen("./checks.so", RTLD_NOW);
    void* function = checks != nullptr ? dlsym(checks, arguments[1]) : nullptr;
    if (submission == nullptr || function == nullptr)
        return std::puts(dlerror());
    reinterpret_cast<void (*)()>(function)();
    return 0;
}
