// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alarms/speaker.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QBuffer>
#include <QMediaDevices>
#include <cstring>

#include "app/alarms/tone.h"
#include "app/text/alarm_words.h"

namespace app {

struct Speaker::Device {
    QMediaDevices all;
    QByteArray wave;
    QBuffer playing;
    std::unique_ptr<QAudioSink> sink;

    void open();
    void stop();
};

void Speaker::Device::open() {
    stop();
    sink.reset();
    QAudioFormat format;
    format.setSampleRate(kToneRate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (device.isNull() || !device.isFormatSupported(format)) return;
    sink = std::make_unique<QAudioSink>(device, format);
    QObject::connect(sink.get(), &QAudioSink::stateChanged, &all, [this](QAudio::State state) {
        if (state == QAudio::IdleState) stop();
    });
}

void Speaker::Device::stop() {
    if (sink && sink->state() != QAudio::StoppedState) sink->stop();
    playing.close();
}

Speaker::Speaker() : m_device(std::make_unique<Device>()) {
    QObject::connect(&m_device->all, &QMediaDevices::audioOutputsChanged, &m_device->all,
                     [this] { m_device->open(); });
    m_device->open();
}

Speaker::~Speaker() {
    stop();
}

void Speaker::play(dispatch::AlarmSound sound) {
    stop();
    if (!m_device->sink) return;
    const auto samples = toneWave(sound);
    m_device->wave.resize(static_cast<qsizetype>(samples.size() * sizeof samples[0]));
    std::memcpy(m_device->wave.data(), samples.data(),
                static_cast<std::size_t>(m_device->wave.size()));
    m_device->playing.setBuffer(&m_device->wave);
    m_device->playing.open(QIODevice::ReadOnly);
    m_device->sink->start(&m_device->playing);
}

void Speaker::stop() {
    m_device->stop();
}

QString Speaker::trouble() const {
    const auto* sink = m_device->sink.get();
    const bool fails =
        !sink || sink->error() == QAudio::OpenError || sink->error() == QAudio::FatalError;
    return fails ? noSoundText() : QString();
}

}  // namespace app
