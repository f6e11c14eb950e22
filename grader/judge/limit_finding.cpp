#include "judge/limit_finding.hpp"

#include <fmt/format.h>

namespace threadlab::judge {

Finding too_much_memory(const course::Check& check) {
    return failed("memory-limit",
                  fmt::format("it used more than {} MB of memory", check.limits.memory_mb));
}

Finding too_much_output(const course::Check& check) {
    return failed("output-limit",
                  fmt::format("it printed more than {} KB", check.limits.output_kb));
}

Finding too_many_threads(const course::Check& check, const std::string& at) {
    return failed(
        "process-limit",
        fmt::format("it had {} threads at once and tried to start another; {} is the limit",
                    check.limits.threads, check.limits.threads),
        at);
}

} // namespace threadlab::judge
