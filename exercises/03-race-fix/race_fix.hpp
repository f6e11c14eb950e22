// Practical 3, race fix: the interface. It is given; write your answer in race_fix.cpp.
// What each function promises is in README.md, under "Contracts".
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// For your answer: what nearly every one needs.
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

namespace lab::racefix {

// Task 1. Schedules for the code as you found it, such as "A1 A2 A3 B1 B2 B3": thread A takes its
// steps 1, 2 and 3, then thread B does. Each thread's steps are there once, in their order.

// Two threads call Database::increase(), and the value is 1 afterwards.
std::string database_ends_at_1();
// Two threads call Database::increase(), and the value is 2 afterwards.
std::string database_ends_at_2();
// A saves a line in output_1.txt, B one in output_2.txt, and both are in output_2.txt afterwards.
std::string both_lines_in_file_2();
// Three threads A, B and C call Database::increase(), and the value is 1 afterwards.
std::string three_threads_end_at_1();

// Task 2. A value that starts at 0. To change it takes a pause of 100 ms, as a database takes.
class Database {
public:
    Database();
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    int value() const;
    // Reads the value, pauses for 100 ms, and writes the value plus one.
    void increase();

private:
    struct Impl; // yours, in race_fix.cpp
    std::unique_ptr<Impl> impl_;
};

// Task 3. A sum that starts at 0, and that many threads add to.
class Total {
public:
    Total();
    ~Total();
    Total(const Total&) = delete;
    Total& operator=(const Total&) = delete;

    // Adds `amount`, `times` times.
    void add(long amount, long times);
    // The sum so far. May be called while others add.
    long get() const;

private:
    struct Impl; // yours, in race_fix.cpp
    std::unique_ptr<Impl> impl_;
};

// Task 4. A list that many threads append to.
class ResultList {
public:
    ResultList();
    ~ResultList();
    ResultList(const ResultList&) = delete;
    ResultList& operator=(const ResultList&) = delete;

    void append(int value);
    std::size_t size() const;
    // A copy of all values, in the order in which they were appended.
    std::vector<int> snapshot() const;
    // Returns all values and leaves the list empty, as one step.
    std::vector<int> take_all();

private:
    struct Impl; // yours, in race_fix.cpp
    std::unique_ptr<Impl> impl_;
};

// Task 5. Saves lines in the files of one directory.
class DataService {
public:
    explicit DataService(std::filesystem::path directory);
    ~DataService();
    DataService(const DataService&) = delete;
    DataService& operator=(const DataService&) = delete;

    // Appends `line` and a line break to the file `dest_file` in the directory.
    // Throws an exception of the standard library's if the file cannot be opened.
    void save_data(const std::string& dest_file, const std::string& line);

private:
    struct Impl; // yours, in race_fix.cpp
    std::unique_ptr<Impl> impl_;
};

// Task 6. Sells the tickets 1, 2, ..., `tickets`.
class TicketOffice {
public:
    explicit TicketOffice(int tickets);
    ~TicketOffice();
    TicketOffice(const TicketOffice&) = delete;
    TicketOffice& operator=(const TicketOffice&) = delete;

    // A ticket that nobody has been sold yet; nothing once all are sold.
    std::optional<int> sell();
    // How many are still there to be sold.
    int left() const;

private:
    struct Impl; // yours, in race_fix.cpp
    std::unique_ptr<Impl> impl_;
};

// Task 6. Remembers what was computed for a key.
class Memo {
public:
    Memo();
    ~Memo();
    Memo(const Memo&) = delete;
    Memo& operator=(const Memo&) = delete;

    // The value of `key`: compute(key), which is called once for each key, or what it returned.
    int get(const std::string& key, const std::function<int(const std::string&)>& compute);

private:
    struct Impl; // yours, in race_fix.cpp
    std::unique_ptr<Impl> impl_;
};

} // namespace lab::racefix
