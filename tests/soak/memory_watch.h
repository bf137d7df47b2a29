// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace soak {

/// Memory of processes while they run, looked at now and then.
class MemoryWatch {
  public:
    /// @param pid 0 is passed over.
    void add(const std::string& name, int pid);
    /// Notes what each holds now; a process that has ended is passed over.
    void look(double second);
    /// How much the memory of one grew from about a second on to its last look, as a share of it:
    /// middle values of the ten looks after that second and the last ten. 0 where there are fewer.
    double growth(const std::string& name, double fromSecond) const;
    /// Mebibytes at the last look.
    double last(const std::string& name) const;
    std::vector<std::string> names() const;

  private:
    struct Look {
        double second;
        double mebibytes;
    };
    std::map<std::string, int> m_processes;
    std::map<std::string, std::vector<Look>> m_looks;
};

}  // namespace soak
