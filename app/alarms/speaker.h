// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "app/alarms/sound_port.h"

namespace app {

/// Plays alarms on the system's sound device; follows it when another becomes the default. Where
/// there is none, or it takes no 48 kHz, nothing is heard and `trouble()` says so.
class Speaker final : public SoundPort {
  public:
    Speaker();
    ~Speaker() override;

    void play(dispatch::AlarmSound sound) override;
    void stop() override;
    QString trouble() const override;

  private:
    struct Device;
    std::unique_ptr<Device> m_device;
};

}  // namespace app
