// The texts behind diagnosis.hpp, in three parts so that no file is too long to read. The parts in
// this order, and the entries in theirs, are the order of root causes.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace threadlab::scorecard {

struct DiagnosisEntry {
    std::string_view code;
    std::string_view means;
    std::array<std::string_view, 3> hints; // a question, the concept, where to look
};

std::span<const DiagnosisEntry> call_and_memory_diagnoses();
std::span<const DiagnosisEntry> sharing_and_waiting_diagnoses();
std::span<const DiagnosisEntry> result_and_limit_diagnoses();

} // namespace threadlab::scorecard
