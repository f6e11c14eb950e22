// Directives by which a source says that its lines are others than they are.
#pragma once

#include <string_view>

namespace threadlab::build {

// The number of the first line with `#line 7`, `# 7` or the like, however it is spelled: with
// digraphs, comments, lines that go on in the next one. 0: there is none. What stands in comments
// and strings does not count.
int find_line_marker(std::string_view text);

// The number of the first line with a directive that could be read in two ways, one of which hides
// the lines below: a comment or a raw string begins in it and goes on in the next line, and the
// compiler may take it for a header's name or for mere characters (#warning, #pragma mark). 0:
// there is none.
int find_unclear_directive(std::string_view text);

} // namespace threadlab::build
