// The writer replaces a whole struct under the lock, but the reader copies it without.
// finds: data-race
#include <mutex>
#include <thread>

struct Weather {
    int celsius = 0;
    int humidity = 0;
    int pressure = 0;
};

static std::mutex mutex;
static Weather weather;

int main() {
    Weather seen;
    std::thread station([] {
        const Weather news{21, 40, 1013};
        const std::scoped_lock lock(mutex);
        weather = news; // HERE
    });
    std::thread viewer([&seen] {
        seen = weather; // HERE
    });
    station.join();
    viewer.join();
    return seen.celsius > 21 ? 1 : 0;
}
