#include "scorecard/diagnosis_table.hpp"

namespace threadlab::scorecard {
namespace {

constexpr DiagnosisEntry entries[] = {
    {"self-deadlock",
     "A thread waits for something that only it could give, such as a lock that it already holds.",
     {"Does the waiting thread itself hold what it waits for?",
      "A std::mutex cannot be locked twice by the same thread, and a thread cannot join itself.",
      "Look at which functions are called while the lock is held, and whether one of them locks it "
      "again."}},
    {"deadlock",
     "Threads wait for each other in a circle, so none of them can go on.",
     {"What does each thread hold while it waits for the next thing?",
      "A circle needs two threads that take the same locks in different orders.",
      "Write down the order in which each thread takes its locks; take them in one order, or "
      "together with std::scoped_lock."}},
    {"lost-wakeup",
     "A notify came too early, or was used up by another thread, and the wait that needed it never "
     "ended.",
     {"What if the notify happens just before the other thread begins to wait?",
      "A condition variable remembers nothing: the condition has to be a variable of its own.",
      "Look whether the condition is changed under the same mutex that the waiter holds when it "
      "looks at it."}},
    {"missing-notify",
     "A thread waits to be woken, but nobody wakes it any more.",
     {"Who wakes the waiting thread after the condition has changed?",
      "Each change that could end a wait needs a notify; notify_one wakes one thread only.",
      "List the lines that change the condition, and look for the notify that follows each."}},
    {"wait-without-loop",
     "A thread went on after a wait although its condition was not true.",
     {"Is the condition still true when wait returns?",
      "A wait may end for no reason, or another thread may have been quicker.",
      "Give wait the condition as a predicate, or put it in a while, never in an if."}},
    {"livelock",
     "Threads keep reacting to each other and none of them gets on.",
     {"What makes each thread give up and try again?",
      "Stepping back politely helps nobody if everyone does it in the same rhythm.",
      "Look at loops with try_lock: decide by a fixed order who may go on."}},
    {"pipe-hang",
     "A process waits on a pipe that nobody writes to, reads from or closes.",
     {"Who still holds the other end of this pipe open?",
      "A reader sees the end only when every copy of the writing end is closed, and a full pipe "
      "stops its writer.",
      "After fork, close in each process the end that it does not use, and read before you wait "
      "for the child."}},
    {"data-race",
     "Two threads use the same variable at the same time, at least one of them writes, and nothing "
     "keeps them apart.",
     {"Which variable do both threads touch, and what keeps them from doing so at the same time?",
      "Every shared variable needs one lock (or to be atomic), held for reading it as well as for "
      "writing.",
      "Go to both lines that are named: hold the same lock at both, give each thread a variable of "
      "its own, or join before you read."}},
    {"private-lock-shared",
     "A lock that works inside one process only was used between several.",
     {"Where does this lock live, and which processes can see it?",
      "After fork each process has its own copy of a lock, unless it lies in shared memory and is "
      "made for sharing.",
      "Put the lock in the shared mapping, and set its process-shared attribute before it is "
      "used."}},
    {"not-shared",
     "A child's change was made in its own copy of the memory, so the parent never saw it.",
     {"In whose memory does the child write its result?",
      "fork copies the memory: from then on each process sees only its own.",
      "Send the result through a pipe, or put it in a mapping that is made with MAP_SHARED before "
      "the fork."}},
    {"lost-update",
     "Two threads read the same old value, and one overwrote what the other had done.",
     {"What if another thread changes the value between your read and your write?",
      "Read, change and write have to be one step: one lock around all three, or one atomic "
      "operation.",
      "Look for a value that is copied out, changed and put back: is the lock held from the first "
      "to the last?"}},
    {"check-then-act",
     "A decision was no longer true when it was acted on.",
     {"What can happen between the question and the action?",
      "A test tells the truth only as long as the lock is held under which it was made.",
      "Look for an if whose condition and body take the lock separately, and put both under one."}},
    {"torn-view",
     "A reader saw a change that was only half done.",
     {"Which values belong together, and can they be seen apart?",
      "Values that must fit each other need the same lock for every reader and every writer.",
      "Look for a writer that lets go of the lock between two changes, or a reader that takes it "
      "twice."}},
    {"order-violation",
     "One thread used something before another had made it ready.",
     {"What makes sure that the one happens before the other?",
      "Starting a thread first does not mean that it runs first: only a join, a lock, a condition "
      "or an atomic orders two threads.",
      "Look at what the new thread uses: is it set before the thread is started?"}},
    {"busy-wait",
     "A thread waits by asking again and again, and burns the processor meanwhile.",
     {"What does the thread do while it has nothing to do?",
      "A waiting thread should sleep until someone wakes it.",
      "Look for a while loop with an empty body or with yield in it, and wait on a condition "
      "variable, a future or an atomic's wait."}},
    {"polling",
     "A thread waits by sleeping and looking again, instead of being woken.",
     {"How does the thread learn that it may go on?",
      "A nap is always too short or too long: let the one who changes the condition wake the one "
      "who waits.",
      "Look for a sleep inside a loop that tests a flag, and replace both by one wait."}},
    {"sleep-as-sync",
     "The code sleeps and hopes that another thread is ready by then.",
     {"What if the other thread takes longer than you sleep?",
      "Time orders nothing: only a join, a lock, a condition or an atomic does.",
      "Look at each sleep, ask what it hopes for, and wait for that instead."}},
    {"hang",
     "The check did not end: it still waited, without doing anything, when its time was up.",
     {"Which call never returned, and what would have let it return?",
      "Whatever waits needs someone who is certain to wake it, on every path.",
      "Look at the joins, waits and locks near the line that is named: can the other side be "
      "waiting too, or have ended?"}},
};

} // namespace

std::span<const DiagnosisEntry> sharing_and_waiting_diagnoses() {
    return entries;
}

} // namespace threadlab::scorecard
