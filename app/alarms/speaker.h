// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAudioSink>
#include <QBuffer>
#include <QMediaDevices>
#include <QObject>
#include <memory>

#include "app/alarms/sound_port.h"

namespace app {

/// Plays alarms on the system's sound device; follows it when another becomes the default. Where
/// there is none, or it takes no 48 kHz, nothing is heard and `trouble()` says so.
class Speaker final : public QObject, public SoundPort {
    Q_OBJECT
  public:
    explicit Speaker(QObject* parent = nullptr);
    ~Speaker() override;

    void play(dispatch::AlarmSound sound) override;
    void stop() override;
    QString trouble() const override;

  private:
    void openDevice();

    QMediaDevices m_devices;
    std::unique_ptr<QAudioSink> m_sink;
    QByteArray m_wave;
    QBuffer m_playing;
};

}  // namespace app
