// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alarms/speaker.h"

#include <QAudioDevice>
#include <cstring>

#include "app/alarms/tone.h"
#include "app/text/alarm_words.h"

namespace app {

Speaker::Speaker(QObject* parent) : QObject(parent) {
    connect(&m_devices, &QMediaDevices::audioOutputsChanged, this, &Speaker::openDevice);
    openDevice();
}

Speaker::~Speaker() {
    stop();
}

void Speaker::openDevice() {
    stop();
    m_sink.reset();
    QAudioFormat format;
    format.setSampleRate(kToneRate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (device.isNull() || !device.isFormatSupported(format)) return;
    m_sink = std::make_unique<QAudioSink>(device, format);
    connect(m_sink.get(), &QAudioSink::stateChanged, this, [this](QAudio::State state) {
        if (state == QAudio::IdleState) stop();
    });
}

void Speaker::play(dispatch::AlarmSound sound) {
    stop();
    if (!m_sink) return;
    const auto wave = toneWave(sound);
    m_wave.resize(static_cast<qsizetype>(wave.size() * sizeof wave[0]));
    std::memcpy(m_wave.data(), wave.data(), static_cast<std::size_t>(m_wave.size()));
    m_playing.setBuffer(&m_wave);
    m_playing.open(QIODevice::ReadOnly);
    m_sink->start(&m_playing);
}

void Speaker::stop() {
    if (m_sink && m_sink->state() != QAudio::StoppedState) m_sink->stop();
    m_playing.close();
}

QString Speaker::trouble() const {
    const bool fails =
        !m_sink || m_sink->error() == QAudio::OpenError || m_sink->error() == QAudio::FatalError;
    return fails ? noSoundText() : QString();
}

}  // namespace app
