#include "scorecard/diagnosis.hpp"

#include "scorecard/diagnosis_table.hpp"

#include <algorithm>

namespace threadlab::scorecard {
namespace {

std::vector<Diagnosis> all_parts() {
    std::vector<Diagnosis> all;
    for (const auto part : {call_and_memory_diagnoses(), sharing_and_waiting_diagnoses(),
                            result_and_limit_diagnoses()}) {
        for (const DiagnosisEntry& entry : part) {
            all.push_back({entry.code, entry.means, entry.hints});
        }
    }
    return all;
}

} // namespace

std::span<const Diagnosis> diagnoses() {
    static const std::vector<Diagnosis> all = all_parts();
    return all;
}

const Diagnosis* find_diagnosis(std::string_view code) {
    const std::size_t place = rank(code);
    return place < diagnoses().size() ? &diagnoses()[place] : nullptr;
}

std::size_t rank(std::string_view code) {
    const auto all = diagnoses();
    return static_cast<std::size_t>(std::ranges::find(all, code, &Diagnosis::code) - all.begin());
}

} // namespace threadlab::scorecard
