// Real reports of ThreadSanitizer, collected by data/tsan/collect.sh, and a stand-in for the
// sandbox.
#pragma once

#include "judge/symbolise.hpp"
#include "judge/tsan_report.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace threadlab::tests {

// Runs nothing and gives the same answer to every command.
class Answering : public sandbox::Sandbox {
public:
    explicit Answering(std::string output) : output_(std::move(output)) {}

    sandbox::Outcome run(const sandbox::Command& command, const sandbox::Limits&) override {
        commands.push_back(command);
        return {.ending = ending, .output = output_, .record = {}, .report = {}};
    }
    sandbox::Level level() const override { return sandbox::Level::none; }

    std::vector<sandbox::Command> commands;
    sandbox::Ending ending = sandbox::Exited{0};

private:
    std::string output_;
};

inline std::filesystem::path tsan_data() {
    return std::filesystem::path(TESTS_DIR) / "data/tsan";
}

inline std::string text_of(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

// What the reports of one test say; `from` is a folder of data/tsan.
inline std::vector<judge::TsanReport> reports_of(const std::string& from, const std::string& test) {
    return judge::read_tsan_reports(text_of(tsan_data() / from / (test + ".txt")));
}

inline void add_frames(const std::vector<judge::TsanReport>& reports,
                       std::vector<harness::Frame>& frames) {
    for (const judge::TsanReport& report : reports) {
        for (const auto& access : report.accesses)
            frames.insert(frames.end(), access.frames.begin(), access.frames.end());
        for (const auto& thread : report.threads)
            frames.insert(frames.end(), thread.frames.begin(), thread.frames.end());
    }
}

// What the symbolizer said of all addresses in the reports of one folder; read once, as it is long.
inline const judge::Places& places_of(const std::string& from) {
    static std::map<std::string, judge::Places> known;
    const auto [found, fresh] = known.try_emplace(from);
    if (!fresh)
        return found->second;
    std::vector<harness::Frame> frames;
    for (const auto& entry : std::filesystem::directory_iterator(tsan_data() / from))
        if (entry.path().extension() == ".txt")
            add_frames(judge::read_tsan_reports(text_of(entry.path())), frames);
    for (const std::string module : {"submission.so", "race", "libstdc++.so.6"}) {
        Answering sandbox(text_of(tsan_data() / from / (module + ".json")));
        auto places = judge::symbolise(frames, module, "symbolizer", sandbox);
        found->second.merge(std::get<judge::Places>(places));
    }
    return found->second;
}

// The number of the line in data/tsan/src/threading.cpp that holds `text` for the nth time.
inline int line_of(const std::string& text, int nth = 1) {
    std::ifstream source(tsan_data() / "src/threading.cpp");
    int number = 0;
    for (std::string line; std::getline(source, line);) {
        ++number;
        if (line.find(text) != std::string::npos && --nth == 0)
            return number;
    }
    return 0;
}

} // namespace threadlab::tests
