// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/simulation/committer.h"

#include <array>
#include <cstdio>
#include <random>
#include <thread>

#include "gis/seal/digest.h"

namespace gis {

using dispatch::Result;

Committer::Committer(dispatch::Store& store, const SimulationOptions& options,
                     const SimulationListener& listener, SimulationReport& report,
                     std::stop_token stop)
    : m_store(store),
      m_desk(
          store, [] { return randomHex(16); },
          [](const std::string& bytes) { return sha256Hex(bytes); }),
      m_options(options),
      m_listener(listener),
      m_report(report),
      m_stop(std::move(stop)),
      m_keys((std::uint64_t{std::random_device{}()} << 32) ^ std::random_device{}()) {}

template <class Call>
auto Committer::patiently(Call call) -> decltype(call()) {
    const auto began = std::chrono::steady_clock::now();
    auto wait = std::chrono::milliseconds(50);
    for (;;) {
        auto answer = call();
        if (answer || !dispatch::isLinkFailure(answer.error().code) ||
            answer.error().code == dispatch::ErrorCode::SignInRefused)
            return answer;
        if (m_stop.stop_requested() ||
            std::chrono::steady_clock::now() - began > std::chrono::minutes(1))
            return answer;
        ++m_report.retries;
        if (m_listener.said && wait >= std::chrono::milliseconds(200))
            m_listener.said("the store does not answer (" + answer.error().detail +
                            "); trying again");
        std::this_thread::sleep_for(wait);
        wait = std::min(wait * 2, std::chrono::milliseconds(5'000));
    }
}

std::string Committer::key() {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "sim-%016llx%016llx",
                  static_cast<unsigned long long>(m_keys.bits()),
                  static_cast<unsigned long long>(m_keys.bits()));
    return text.data();
}

Result<std::optional<dispatch::Performed>> Committer::perform(const dispatch::Situation& now,
                                                              const dispatch::Actor& actor,
                                                              dispatch::Command command) {
    command.key = key();
    return counted(patiently([&] { return m_desk.perform(now, actor, command); }));
}

Result<std::optional<dispatch::Performed>> Committer::takeIn(const dispatch::Situation& now,
                                                             const dispatch::Actor& actor,
                                                             dispatch::Intake intake) {
    intake.key = key();
    return counted(patiently([&] { return m_desk.takeIn(now, actor, intake); }));
}

Result<std::optional<dispatch::Performed>> Committer::counted(
    const Result<dispatch::Performed>& answer) {
    if (answer) {
        ++m_report.commits;
        return std::optional(*answer);
    }
    if (!m_desk.refusal()) return answer.error();
    ++m_report.conflicts;
    return std::optional<dispatch::Performed>();
}

Result<std::optional<dispatch::Receipt>> Committer::commit(std::vector<dispatch::Write> writes,
                                                           std::string note) {
    const dispatch::Transaction transaction{key(), m_options.by, std::move(writes),
                                            std::move(note)};
    const auto answer = patiently([&] { return m_store.commit(transaction); });
    if (!answer) return answer.error();
    if (const auto* receipt = std::get_if<dispatch::Receipt>(&*answer)) {
        ++m_report.commits;
        return std::optional(*receipt);
    }
    ++m_report.conflicts;
    return std::optional<dispatch::Receipt>();
}

Result<void> Committer::addFixes(std::span<const dispatch::Fix> fixes, const std::string& source) {
    if (fixes.empty()) return {};
    const auto answer = patiently([&] { return m_store.addFixes(fixes, source); });
    if (!answer) return answer.error();
    m_report.fixes += std::int64_t(answer->taken);
    return {};
}

void Committer::acknowledge(const char* kind, const std::string& code,
                            dispatch::ChangeSeq seq) const {
    if (m_listener.acknowledged) m_listener.acknowledged(kind, code, seq);
}

}  // namespace gis
