// Directives by which a source says that its lines are others than they are.
#pragma once

#include <string_view>

namespace threadlab::build {

// The number of the first line with `#line 7`, `# 7` or the like, however it is spelled: with
// digraphs, comments, lines that go on in the next one. 0: there is none. What stands in comments
// and strings does not count.
int find_line_marker(std::string_view text);

// The number of the first line that looks like a marker and stands below a directive that can be
// read in two ways: in one of them what seems to be a comment or a text around the marker is none
// (#warning, #pragma mark, odd names of headers). 0: there is none.
int find_hidden_marker(std::string_view text);

} // namespace threadlab::build
