// The worker lets go of the mutex before it notifies: the waiter may have deleted the job by then.
// finds: dangling
#include <condition_variable>
#include <mutex>
#include <thread>

struct Job {
    std::mutex mutex;
    std::condition_variable done;
    bool ready = false;
};

static void work(Job* job) {
    {
        const std::scoped_lock lock(job->mutex);
        job->ready = true;
    }
    job->done.notify_one(); // HERE
}

int main() {
    Job* job = new Job;
    std::thread worker(work, job);
    {
        std::unique_lock lock(job->mutex);
        job->done.wait(lock, [job] { return job->ready; });
    }
    delete job;
    worker.join();
}
