// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command_language.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "app/commands/action_language.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

constexpr std::size_t kMostCompletions = 6;

class Commands {
    Q_DECLARE_TR_FUNCTIONS(Commands)
};

struct Word {
    const char16_t* name;
    const char16_t* chinese;
    void (*read)(const QString& rest, const CommandContext& context, Reading& reading);
};

QString bold(const QString& words) {
    return QStringLiteral("<b>") + words.toHtmlEscaped() + QStringLiteral("</b>");
}

void refuse(Reading& reading, const QString& why) {
    reading.preview = why;
    reading.impossible = true;
}

void offer(Reading& reading, const QString& command, const QString& rest,
           const CommandContext& context) {
    for (const Found& found : context.finder.find(rest, kMostCompletions))
        reading.completions.push_back({command + QLatin1Char(' ') + found.code, found.code,
                                       found.name, found.detail, found.ref});
}

std::optional<dispatch::LonLat> placeIn(const QString& words) {
    static const QRegularExpression pair(
        QStringLiteral("^\\s*(-?\\d+(?:\\.\\d+)?)\\s*[,，\\s]\\s*(-?\\d+(?:\\.\\d+)?)\\s*$"));
    const auto match = pair.match(words);
    if (!match.hasMatch()) return {};
    const dispatch::LonLat place{match.captured(1).toDouble(), match.captured(2).toDouble()};
    if (place.lon < -180 || place.lon > 180 || place.lat < -90 || place.lat > 90) return {};
    return place;
}

QString ambiguous(const QString& words) {
    return Commands::tr("Several things are called “%1”: type more, or choose one above.")
        .arg(words.toHtmlEscaped());
}

QString nothing(const QString& words) {
    return Commands::tr("Nothing is called “%1”.").arg(words.toHtmlEscaped());
}

void readGo(const QString& rest, const CommandContext& context, Reading& reading) {
    if (rest.isEmpty()) {
        reading.preview = Commands::tr("Go where? A grid, case, person, post, place or lon,lat.");
        return;
    }
    if (const auto place = placeIn(rest)) {
        reading.deed = GoToPlace{*place};
        reading.preview = Commands::tr("Show %1 on the map").arg(bold(positionText(*place)));
        return;
    }
    offer(reading, QStringLiteral("go"), rest, context);
    const auto one = context.finder.findOne(rest);
    if (!one) return refuse(reading, reading.completions.empty() ? nothing(rest) : ambiguous(rest));
    if (boxOf(context.picture, one->ref).isEmpty())
        return refuse(
            reading,
            Commands::tr("%1 has no position now.").arg(bold(nameOf(context.picture, one->ref))));
    reading.deed = GoToRecord{one->ref};
    reading.preview = Commands::tr("Show %1 on the map and select it")
                          .arg(bold(nameOf(context.picture, one->ref)));
}

void readFind(const QString& rest, const CommandContext& context, Reading& reading) {
    reading.deed = FilterQueue{rest};
    if (rest.isEmpty()) {
        reading.preview = Commands::tr("Show every case in the queue again");
        return;
    }
    const auto cases = context.finder.find(rest, 1000, dispatch::Kind::Case);
    offer(reading, QStringLiteral("select"), rest, context);
    reading.preview = Commands::tr("Show only cases with %1 in the queue (%2 by number or title)")
                          .arg(bold(rest))
                          .arg(cases.size());
}

void readSelect(const QString& rest, const CommandContext& context, Reading& reading) {
    if (rest.isEmpty()) {
        reading.deed = SelectRecord{};
        reading.preview = Commands::tr("Select nothing");
        return;
    }
    offer(reading, QStringLiteral("select"), rest, context);
    const auto one = context.finder.findOne(rest);
    if (!one) return refuse(reading, reading.completions.empty() ? nothing(rest) : ambiguous(rest));
    reading.deed = SelectRecord{one->ref};
    reading.preview = Commands::tr("Select %1").arg(bold(nameOf(context.picture, one->ref)));
}

void readLayer(const QString& rest, const CommandContext& context, Reading& reading) {
    const QStringList words = rest.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const QString wanted = words.value(0);
    std::vector<const LayerWord*> fits;
    for (const LayerWord& layer : context.layers) {
        const bool exact = layer.name == wanted || layer.title == wanted;
        if (exact) fits.assign(1, &layer);
        if (exact) break;
        if (layer.name.startsWith(wanted, Qt::CaseInsensitive) ||
            layer.title.startsWith(wanted, Qt::CaseInsensitive))
            fits.push_back(&layer);
    }
    for (const LayerWord* layer : fits)
        reading.completions.push_back({QStringLiteral("layer ") + layer->name,
                                       layer->name,
                                       layer->title,
                                       layer->visible ? Commands::tr("on") : Commands::tr("off"),
                                       {}});
    if (wanted.isEmpty()) {
        reading.preview = Commands::tr("Which layer?");
        return;
    }
    if (fits.empty())
        return refuse(reading, Commands::tr("There is no layer “%1”.").arg(wanted.toHtmlEscaped()));
    if (fits.size() > 1) return refuse(reading, ambiguous(wanted));
    SetLayer deed{fits[0]->name, {}, {}};
    const QString how = words.value(1).toLower();
    QString percent = how;
    percent.remove(QLatin1Char('%'));
    bool isNumber = false;
    const int opacity = percent.toInt(&isNumber);
    if (how.isEmpty()) {
        deed.visible = !fits[0]->visible;
    } else if (how == QLatin1String("on") || how == QStringLiteral("开")) {
        deed.visible = true;
    } else if (how == QLatin1String("off") || how == QStringLiteral("关")) {
        deed.visible = false;
    } else if (isNumber && opacity >= 0 && opacity <= 100) {
        deed.opacity = opacity / 100.0;
    } else {
        return refuse(
            reading, Commands::tr("“%1” is not on, off or a percentage.").arg(how.toHtmlEscaped()));
    }
    const QString title = bold(fits[0]->title);
    if (deed.opacity)
        reading.preview = Commands::tr("Draw the layer %1 at %2 %").arg(title).arg(opacity);
    else if (*deed.visible)
        reading.preview = Commands::tr("Show the layer %1").arg(title);
    else
        reading.preview = Commands::tr("Hide the layer %1").arg(title);
    reading.deed = deed;
}

QString viewSentence(const QString& view) {
    if (view == QLatin1String("city")) return Commands::tr("Show the whole city");
    if (view == QLatin1String("selection")) return Commands::tr("Show what is selected");
    if (view == QLatin1String("in")) return Commands::tr("Come nearer");
    if (view == QLatin1String("out")) return Commands::tr("Go farther");
    if (view == QLatin1String("hall")) return Commands::tr("Dark theme, for the hall");
    if (view == QLatin1String("desk")) return Commands::tr("Light theme, for the desk");
    if (view == QLatin1String("queue")) return Commands::tr("Show the case queue");
    if (view == QLatin1String("responders")) return Commands::tr("Show the list of responders");
    if (view == QLatin1String("orders")) return Commands::tr("Show the orders under way");
    return {};
}

void readView(const QString& rest, const CommandContext&, Reading& reading) {
    const QString wanted = rest.trimmed().toLower();
    QStringList fits;
    for (const QString& view : viewWords())
        if (view.startsWith(wanted)) fits << view;
    if (viewWords().contains(wanted)) fits = QStringList{wanted};
    for (const QString& view : fits)
        reading.completions.push_back(
            {QStringLiteral("view ") + view, view, viewSentence(view), {}, {}});
    if (wanted.isEmpty()) {
        reading.preview = Commands::tr("Which view?");
        return;
    }
    if (fits.isEmpty())
        return refuse(reading, Commands::tr("There is no view “%1”.").arg(wanted.toHtmlEscaped()));
    if (fits.size() > 1) return refuse(reading, ambiguous(wanted));
    reading.deed = SetView{fits[0]};
    reading.preview = viewSentence(fits[0]);
}

void readHelp(const QString& rest, const CommandContext&, Reading& reading) {
    const QString topic = rest.trimmed().toLower();
    QString fits;
    for (const CommandHelp& help : commandHelp())
        if (!topic.isEmpty() && help.name.startsWith(topic)) fits = help.name;
    if (!topic.isEmpty() && fits.isEmpty())
        return refuse(reading,
                      Commands::tr("There is no command “%1”.").arg(topic.toHtmlEscaped()));
    reading.deed = ShowHelp{fits};
    reading.preview = fits.isEmpty() ? Commands::tr("Show all commands and keys")
                                     : Commands::tr("Explain %1").arg(bold(fits));
}

void readNew(const QString& rest, const CommandContext& context, Reading& reading) {
    if (!context.desk) return refuse(reading, Commands::tr("Nobody is signed in at this seat."));
    reading.deed = OpenIntake{rest};
    reading.preview = rest.isEmpty() ? Commands::tr("Take in a new case")
                                     : Commands::tr("Take in a new case: %1").arg(bold(rest));
}

void readSearch(const QString& rest, const CommandContext&, Reading& reading) {
    if (rest.isEmpty()) {
        reading.preview = Commands::tr("Search all cases, open and closed, for which words?");
        return;
    }
    reading.deed = SearchCases{rest};
    reading.preview = Commands::tr("Search all cases, open and closed, for %1").arg(bold(rest));
}

void readUndo(const QString&, const CommandContext& context, Reading& reading) {
    if (!context.desk) return refuse(reading, Commands::tr("Nobody is signed in at this seat."));
    reading.deed = UndoLast{};
    reading.preview =
        Commands::tr("Take back the last action of this seat, where a step leads back");
}

constexpr Word kWords[] = {
    {u"go", u"去", &readGo},          {u"find", u"找", &readFind},
    {u"select", u"选", &readSelect},  {u"layer", u"图层", &readLayer},
    {u"view", u"视图", &readView},    {u"new", u"新建", &readNew},
    {u"records", u"搜", &readSearch}, {u"undo", u"撤销", &readUndo},
    {u"help", u"帮助", &readHelp},
};

}  // namespace

std::vector<CommandHelp> commandHelp() {
    return {
        {QStringLiteral("go"), Commands::tr("go CODE | NAME | LON,LAT"),
         Commands::tr("Shows a grid, case, person, post or place on the map and selects it.")},
        {QStringLiteral("find"), Commands::tr("find WORDS"),
         Commands::tr("Shows only the cases of the queue that hold these words.")},
        {QStringLiteral("select"), Commands::tr("select CODE | NAME"),
         Commands::tr("Selects a thing in every view and leaves the map where it is.")},
        {QStringLiteral("layer"), Commands::tr("layer NAME [on | off | PERCENT]"),
         Commands::tr("Shows, hides or fades a layer of the map.")},
        {QStringLiteral("view"),
         Commands::tr("view %1").arg(viewWords().join(QLatin1String(" | "))),
         Commands::tr("Changes what the window shows.")},
        {QStringLiteral("new"), Commands::tr("new [TITLE]"),
         Commands::tr("Takes in a new case (F4).")},
        {QStringLiteral("records"), Commands::tr("records WORDS"),
         Commands::tr("Lists the newest cases with these words, open and closed.")},
        {QStringLiteral("undo"), Commands::tr("undo"),
         Commands::tr("Takes back the last action of this seat, where a step leads back.")},
        {QStringLiteral("help"), Commands::tr("help [COMMAND]"),
         Commands::tr("Explains the commands and the keys.")},
    };
}

QStringList viewWords() {
    return {QStringLiteral("city"),  QStringLiteral("selection"),  QStringLiteral("in"),
            QStringLiteral("out"),   QStringLiteral("hall"),       QStringLiteral("desk"),
            QStringLiteral("queue"), QStringLiteral("responders"), QStringLiteral("orders")};
}

bool saysOwnWords(const Deed& deed) {
    if (const auto* action = std::get_if<TakeAction>(&deed)) {
        const dispatch::Command& made = action->command;
        return !made.reason.empty() || !made.text.empty() || !made.result.empty() ||
               made.amend != dispatch::Amendment{};
    }
    if (const auto* intake = std::get_if<OpenIntake>(&deed)) return !intake->title.isEmpty();
    return std::holds_alternative<SearchCases>(deed);
}

Reading readCommand(const QString& line, const CommandContext& context) {
    Reading reading;
    const QString trimmed = line.trimmed();
    if (trimmed.isEmpty()) return reading;
    const QString first = trimmed.section(QLatin1Char(' '), 0, 0);
    const QString rest = trimmed.section(QLatin1Char(' '), 1).trimmed();
    const bool wordEnded = line.contains(QLatin1Char(' '));
    if (context.desk) {
        bool several = false;
        const auto& workflow = context.desk->rules.workflow;
        if (const auto* action = actionNamed(workflow, first, several)) {
            readAction(*action, rest, context, reading);
            return reading;
        }
    }
    const auto helps = commandHelp();
    std::vector<std::size_t> fits;
    for (std::size_t i = 0; i < std::size(kWords); ++i)
        if (QString::fromUtf16(kWords[i].name).startsWith(first, Qt::CaseInsensitive) ||
            QString::fromUtf16(kWords[i].chinese) == first)
            fits.push_back(i);
    if (fits.empty()) {
        // A code alone is understood as going there.
        if (const auto one = context.finder.findOne(trimmed); one && one->rank <= 2)
            readGo(trimmed, context, reading);
        else
            refuse(reading, Commands::tr("There is no command “%1”; help lists them.")
                                .arg(first.toHtmlEscaped()));
        return reading;
    }
    if (fits.size() > 1) {
        for (const std::size_t i : fits)
            reading.completions.push_back(
                {helps[i].name + QLatin1Char(' '), helps[i].name, helps[i].sentence, {}, {}});
        return refuse(reading, ambiguous(first)), reading;
    }
    const std::size_t only = fits.front();
    reading.grammar = helps[only].grammar + QStringLiteral(" — ") + helps[only].sentence;
    if (!wordEnded && helps[only].name != first)
        reading.completions.push_back(
            {helps[only].name + QLatin1Char(' '), helps[only].name, helps[only].sentence, {}, {}});
    kWords[only].read(rest, context, reading);
    return reading;
}

}  // namespace app
