// The harness of kinds explore and virtual: linked with the explorer's runtime. Submission and
// checks are loaded once; then each schedule runs the check, in a process of its own. Arguments:
// see run.hpp.

#include "explorer/program.hpp"
#include "harness/channel.hpp"
#include "harness/run.hpp"
#include "harness/witness.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <link.h>

extern "C" const bool threadlab_explorer_begins_late = true;

namespace {

using namespace threadlab::harness;

// Seconds of CPU time that constructors may take, as long as a schedule may.
constexpr int patience = 5;

void own(void* handle, Record& record) {
    const auto base = static_cast<const link_map*>(handle)->l_addr;
    if (!threadlab_explorer_own(reinterpret_cast<void*>(base))) {
        end_unloadable("its constructors leave nothing to read it with", record);
    }
}

void limit_threads() {
    if (const char* limit = std::getenv("LAB_THREADS")) {
        threadlab_explorer_limit_threads(std::atoi(limit));
        unsetenv("LAB_THREADS");
    }
}

// Until the schedules begin, the witness tells of what goes wrong: in the submission's
// constructors.
Loaded load(int argc, char** argv, const Challenge& challenge) {
    Record record;
    record.nonce = challenge.nonce;
    take_channel();
    lay_bait();
    start_witness(record.nonce);
    confine(record);
    witness_cpu_seconds(patience);
    threadlab_explorer_prepare(record.nonce.c_str());
    const Loaded check = load_check(argc, argv, record);
    own(check.submission, record);
    own(check.checks, record);
    confine_loaded(record);
    retire_witness();
    explicit_bzero(record.nonce.data(), record.nonce.size());
    return check;
}

} // namespace

int main(int argc, char** argv) {
    Challenge challenge = take_challenge();
    const Loaded check = load(argc, argv, challenge);
    explicit_bzero(challenge.nonce.data(), challenge.nonce.size());
    limit_threads();
    threadlab_explorer_begin();
    // What is printed must be there however the schedule ends.
    std::setvbuf(stdout, nullptr, _IONBF, 0);
    Record record;
    check.run(argv[3], challenge.decoy.c_str(), record, [](const Failure& failure) {
        threadlab_explorer_unmet(failure.code.c_str(), failure.message.c_str());
    });
    if (record.ended != Ended::finished) {
        threadlab_explorer_fault(record.ended == Ended::skipped ? "the check skipped itself"
                                                                : "the checks hold no such test");
    }
    for (const auto& [name, value] : record.measures) {
        threadlab_explorer_measure(name.c_str(), value);
    }
    threadlab_explorer_end();
}
