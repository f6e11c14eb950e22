#include "scorecard/diagnosis_table.hpp"

namespace threadlab::scorecard {
namespace {

constexpr DiagnosisEntry entries[] = {
    {"forged-result",
     "The submission ended or answered the check itself, so no result of it can be trusted.",
     {"Does your code end the program, or write anything that only the check should write?",
      "A check counts only if it runs to its own end: your functions have to return to it.",
      "Look for exit, _exit, abort, signal handlers, and writes to descriptors that you did not "
      "open."}},
    {"forbidden-call",
     "The code uses what this exercise does not allow.",
     {"Which function named in the message could you do without?",
      "An exercise allows only what it is about; the problem sheet says what that is.",
      "Go to the line that is named and use what the standard library offers for the same "
      "purpose."}},
    {"does-not-build",
     "The file does not compile, or a function that the header declares is missing.",
     {"What does the first error say, and which line does it name?",
      "One mistake often causes many errors: only the first is sure to mean what it says.",
      "Mend the first error alone and run again; compare each function's head with the header, "
      "letter by letter."}},
    {"api-contract",
     "A call breaks a rule that the problem sheet states for it.",
     {"What does the problem sheet promise for exactly this call?",
      "A contract covers the odd cases too: empty input, zero, a second call, a call too early.",
      "Read the contract of the function that is named, one sentence at a time, and find the line "
      "that keeps each."}},
    {"early-return",
     "The call returned before the work that it stands for was finished.",
     {"Who waits for the threads that your function started?",
      "A thread goes on by itself: the function that started it has to join it before it returns.",
      "Look at every way out of the function, and ask what guarantees that each thread has ended "
      "there."}},
    {"blocked-caller",
     "A call that should return at once made its caller wait.",
     {"What does your function wait for before it returns?",
      "Starting work and waiting for it are two steps; this call may do only the first.",
      "Look for a join, a get, a lock held during long work, or a future whose destructor "
      "waits."}},
    {"exception-lost",
     "An exception was swallowed, or it reached the wrong caller or the wrong result.",
     {"Where does the exception go when the work throws?",
      "An exception does not leave its thread by itself: catch it there and hand it over, for "
      "example as a std::exception_ptr.",
      "Follow a throw from the work to the caller, and look for an empty catch or a result that "
      "nobody asks for its error."}},
    {"wrong-deadline",
     "A wait with a time limit ended too early or too late.",
     {"From which moment does your limit count?",
      "A wait may wake for no reason: fix the deadline once, and wait until that point in time.",
      "Look for a wait_for in a loop that starts the full limit again each time round."}},
    {"bound-ignored",
     "More was let in than the stated bound allows.",
     {"What stops one more from coming in when the bound is reached?",
      "Asking whether there is room and taking it must be one step under one lock.",
      "Look at the line that lets something in: is the count tested and changed while the same "
      "lock is held?"}},
    {"close-ignored",
     "Closing was not noticed: something went on, or was let in, after it.",
     {"What do threads that already wait learn when you close?",
      "Closing changes a condition that others wait for, so they all have to be woken and to look "
      "again.",
      "Look at every wait: does its condition mention the closed state, and does close wake "
      "everybody?"}},
    {"misuse",
     "A lock, thread or condition variable was used in a way that its rules forbid.",
     {"Who owns this object at the moment of the call?",
      "Only the thread that locked a mutex may unlock it, and nothing may be destroyed while "
      "someone uses it.",
      "Replace lock and unlock by a std::lock_guard or std::scoped_lock, and see who still holds "
      "the object when it ends."}},
    {"terminate",
     "The program was ended by std::terminate: a thread was destroyed before it was joined, or an "
     "exception left a thread.",
     {"Is every std::thread joined on every way out, also when something throws?",
      "The destructor of a joinable std::thread ends the whole program, and so does an exception "
      "that leaves a thread's function.",
      "Look at what happens between starting a thread and joining it, or try std::jthread."}},
    {"crash",
     "The program was stopped by the system, for example for using memory that is not its own.",
     {"Which pointer, reference or index may be wrong at this line?",
      "With threads, an index or reference that was right when the thread started may be wrong "
      "when it runs.",
      "Check every index against the size, and see what your lambdas capture by reference."}},
    {"dangling",
     "Something was used after its life had ended.",
     {"Does everything that the thread uses still exist when it uses it?",
      "A capture by reference does not keep a variable alive: when its scope ends, it is gone.",
      "Look at each [&] and each reference handed to a thread: copy it, or join before its scope "
      "ends."}},
    {"memory-leak",
     "Memory was taken and never given back.",
     {"Who gives this memory back when the work is done, or throws?",
      "What owns memory should be an object whose destructor frees it.",
      "Look for new without delete, and use std::unique_ptr or a container instead."}},
    {"map-leak",
     "A memory mapping was made and never removed.",
     {"Which call takes away what mmap made?",
      "A mapping stays until munmap, whatever happens to the file or the child.",
      "Match each mmap with a munmap of the same length, on the way of errors too."}},
};

} // namespace

std::span<const DiagnosisEntry> call_and_memory_diagnoses() {
    return entries;
}

} // namespace threadlab::scorecard
