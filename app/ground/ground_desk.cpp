// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ground/ground_desk.h"

#include <QLocale>

#include "app/look/language.h"
#include "app/users/state_folder.h"

namespace app {

namespace {

const QString kKept = QStringLiteral("ground");

}  // namespace

GroundDesk::GroundDesk(DutyWindow& window, WindowMemory* memory, QObject* parent)
    : QObject(parent),
      m_window(window),
      m_memory(memory),
      m_place(seatWorker()),
      m_service(window.canvas(), m_place, QString::fromStdString(cacheFolder() + "/tiles")) {
    m_pool.setMaxThreadCount(1);
    if (m_memory && m_memory->settings().contains(kKept))
        m_service.choose(m_memory->settings().value(kKept).toString());
    GroundSwitch& grounds = window.map().layerPanel().grounds();
    connect(&grounds, &GroundSwitch::chosen, this, [this](const QString& name) {
        m_service.choose(name);
        if (m_memory) m_memory->settings().setValue(kKept, name);
    });
    connect(&window, &DutyWindow::themeChanged, &m_service, &GroundService::setTheme);
    connect(&m_service, &GroundService::choicesChanged, this, &GroundDesk::listChoices);
    connect(&m_service, &GroundService::changed, this, &GroundDesk::showWords);
    connect(&m_service, &GroundService::said, this,
            [this](const QString& key, const QString& words) { m_window.say(key, words, true); });
    listChoices();
}

GroundDesk::~GroundDesk() {
    m_stop.request_stop();
    m_pool.waitForDone();
}

void GroundDesk::setFolder(const QString& folder) {
    if (m_folder == folder) return;
    m_folder = folder;
    m_city.clear();
    m_service.setChoices(m_named);
}

void GroundDesk::takeGround(std::shared_ptr<const dispatch::Picture> picture,
                            std::shared_ptr<const layers::GroundData> ground) {
    if (m_place.program.isEmpty() || m_folder.isEmpty() || !picture) return;
    m_making = true;
    m_pool.start([this, folder = m_folder, place = m_place, stop = m_stop.get_token(),
                  picture = std::move(picture), ground = std::move(ground)] {
        auto made = ensureCityGround(folder, *picture, *ground, place, stop);
        if (stop.stop_requested()) return;
        QMetaObject::invokeMethod(this, [this, folder, made = std::move(made)] {
            m_making = false;
            if (folder != m_folder) return;
            if (!made) {
                m_window.say(QStringLiteral("ground-files"),
                             tr("The files of the city's ground could not be written: %1")
                                 .arg(QString::fromStdString(made.error().detail)),
                             true);
                return;
            }
            m_city = choicesOf(*made);
            std::vector<GroundChoice> all = m_city;
            all.insert(all.end(), m_named.begin(), m_named.end());
            m_service.setChoices(std::move(all));
        });
    });
}

void GroundDesk::takeSettings(const dispatch::Picture& picture) {
    QStringList problems;
    m_named = groundsOf(picture, QLocale().name(), problems);
    for (const QString& problem : problems)
        m_window.say(QStringLiteral("ground-setting"),
                     tr("A ground of the store cannot be read: %1").arg(problem), true);
    std::vector<GroundChoice> all = m_city;
    all.insert(all.end(), m_named.begin(), m_named.end());
    m_service.setChoices(std::move(all));
}

void GroundDesk::listChoices() {
    QList<std::pair<QString, QString>> rows;
    if (m_service.hasWorker()) {
        rows.emplace_back(kAutomaticGround, tr("By the theme"));
        for (const GroundChoice& choice : m_service.choices())
            rows.emplace_back(choice.name, choice.title);
    }
    rows.emplace_back(kOwnGround, tr("Drawn by the console"));
    GroundSwitch& grounds = m_window.map().layerPanel().grounds();
    grounds.setGrounds(rows, m_service.hasWorker() ? m_service.chosen() : kOwnGround);
    if (!m_service.hasWorker())
        grounds.setReason(tr("Other grounds need gridhall-cartographer, which is not installed."));
    else if (!gis::sandboxProblem().isEmpty())
        grounds.setReason(tr("QGIS draws without a sandbox: %1").arg(gis::sandboxProblem()));
    else
        grounds.setReason({});
}

void GroundDesk::showWords() {
    m_window.map().setGroundWords(m_service.attribution(), m_service.trouble());
}

}  // namespace app
