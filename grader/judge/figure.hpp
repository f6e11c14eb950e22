// What a passed check shows of a lecture's example.
#pragma once

#include "course/course.hpp"
#include "judge/finding.hpp"

namespace threadlab::judge {

// `finding`, of a check that passed, with `figure` told from what it measured: "five sleeping
// threads: 10 s". A measure that differs between schedules is told as a range, "1 to 3". One that
// was not recorded makes the check ungraded: the author's mistake costs nobody a point.
Finding with_figure(Finding finding, const course::Figure& figure);

} // namespace threadlab::judge
