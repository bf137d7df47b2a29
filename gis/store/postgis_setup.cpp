// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/postgis_setup.h"

#include <thread>

#include "gis/store/defaults.h"
#include "gis/store/embedded.h"
#include "gis/store/postgis_kinds.h"
#include "gis/store/postgis_store.h"
#include "gis/store/row_sql.h"

namespace gis {

using namespace dispatch;

namespace {

using namespace std::chrono_literals;

constexpr auto kSetupPatience = 120s;
/// Three million cases get their text index in minutes.
constexpr auto kMigrationPatience = 4h;
constexpr const char* kMakerLock = "hashtextextended('gridhall.making', 0)";

std::string replaced(std::string text, std::string_view mark, const std::string& by) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
        text.replace(at, mark.size(), by);
    return text;
}

std::string quoted(const std::string& name) {
    return '"' + replaced(name, "\"", "\"\"") + '"';
}

Error named(const std::string& uri, const Error& error) {
    return {error.code, withoutPassword(uri) + ": " + error.detail};
}

/// Where PostGIS lies in this database; installs it where the role may.
Result<std::string> postgisSchema(PgLink& link) {
    const std::string ask =
        "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
        " WHERE e.extname = 'postgis'";
    auto found = link.run(ask);
    if (found && found->rows() == 0) {
        const auto made = link.run("CREATE EXTENSION postgis");
        if (!made)
            return Error{ErrorCode::NotAllowed,
                         "the database lacks PostGIS and this role may not add it; its"
                         " administrator runs: CREATE EXTENSION postgis (" +
                             made.error().detail + ")"};
        found = link.run(ask);
    }
    if (!found) return found.error();
    return std::string(found->text(0, 0));
}

Result<void> runFiles(PgLink& link, const PostgisMigration& step) {
    const auto postgis = postgisSchema(link);
    if (!postgis) return postgis.error();
    if (auto path = link.run("SET LOCAL search_path = gridhall, " + quoted(*postgis)); !path)
        return path.error();
    for (const char* file : step.files) {
        std::string sql = replaced(std::string(embeddedFile(file)), "@postgis@", quoted(*postgis));
        if (const auto done = link.run(sql); !done)
            return Error{done.error().code, std::string(file) + ": " + done.error().detail};
    }
    if (!step.sql.empty())
        if (const auto done = link.run(step.sql); !done)
            return Error{done.error().code,
                         "step " + std::to_string(step.schema) + ": " + done.error().detail};
    return describeKinds(link);
}

/// What consoles may: read the tables, call the functions. Readers like QGIS: the views.
Result<void> grantTo(PgLink& link, const std::string& application) {
    std::string sql =
        "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA gridhall FROM PUBLIC;"
        "GRANT EXECUTE ON FUNCTION gridhall.utc(bigint), gridhall.point_of(double precision,"
        " double precision) TO PUBLIC;";
    for (const std::string& role : {application, std::string("gridhall_reader")}) {
        if (role.empty()) continue;
        const auto exists = link.ask("SELECT 1 FROM pg_roles WHERE rolname = $1", {role});
        if (!exists) return exists.error();
        const bool reader = role != application;
        if (exists->rows() == 0) {
            if (reader || application == "gridhall_app") continue;
            return Error{ErrorCode::BadInput, "there is no role " + role + " on the server"};
        }
        sql += "GRANT USAGE ON SCHEMA gridhall TO " + quoted(role) + ";";
        if (!reader)
            sql += "GRANT SELECT ON ALL TABLES IN SCHEMA gridhall TO " + quoted(role) +
                   ";GRANT SELECT ON ALL SEQUENCES IN SCHEMA gridhall TO " + quoted(role) +
                   ";GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA gridhall TO " + quoted(role) + ";";
        for (const char* view : {"centres", "grids", "zones", "posts", "units", "cases",
                                 "open_cases", "cameras", "population_cells", "ground_areas",
                                 "ground_lines", "roads", "barriers", "responders"})
            sql += std::string("GRANT SELECT ON gridhall.") + view + " TO " + quoted(role) + ";";
        sql += "DO $$ BEGIN GRANT SELECT ON public.layer_styles TO " + quoted(role) +
               "; EXCEPTION WHEN insufficient_privilege OR undefined_table THEN NULL; END $$;";
    }
    if (const auto done = link.run(sql); !done) return done.error();
    return {};
}

/// After a migration: who could use the store can use what it added.
Result<void> grantAnew(PgLink& link) {
    const auto roles = link.run(
        "SELECT r.rolname FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a"
        " JOIN pg_roles r ON r.oid = a.grantee WHERE c.oid = 'gridhall.action'::regclass"
        " AND a.privilege_type = 'SELECT' AND a.grantee <> c.relowner");
    if (!roles) return roles.error();
    for (int row = 0; row < roles->rows(); ++row)
        if (auto done = grantTo(link, std::string(roles->text(row, 0))); !done) return done;
    return {};
}

class PostgisNewStore final : public NewStore {
  public:
    PostgisNewStore(std::string uri, std::unique_ptr<PgLink> maker)
        : m_uri(std::move(uri)), m_maker(std::move(maker)) {}
    ~PostgisNewStore() override {
        m_store.reset();
        if (m_laid && !m_finished && !m_maker->isBroken())
            (void)m_maker->run("DROP SCHEMA gridhall CASCADE");
    }
    Store& store() override { return *m_store; }

    Result<void> fill(const CreateOptions& options) {
        if (auto laid = layPostgis(*m_maker, {}, options.crs, options.group); !laid)
            return named(m_uri, laid.error());
        m_laid = true;
        m_store = std::make_unique<PostgisStore>(m_uri, nullptr, options.open);
        const auto made = m_store->commit(defaultsFor(options));
        return made ? Result<void>() : made.error();
    }

    Result<void> finish() override {
        m_store.reset();
        const auto done = m_maker->run("UPDATE gridhall.store_state SET ready = 1; ANALYZE");
        if (!done) return named(m_uri, done.error());
        m_finished = true;
        return {};
    }

  private:
    std::string m_uri;
    std::unique_ptr<PgLink> m_maker;
    std::unique_ptr<PostgisStore> m_store;
    bool m_laid = false;
    bool m_finished = false;
};

}  // namespace

std::string refusalOfServer(int versionNumber) {
    if (versionNumber >= kOldestPostgres) return {};
    return "the server is PostgreSQL " + std::to_string(versionNumber / 10000) +
           "; GridHall needs 13 or newer";
}

bool isPostgresUri(const std::string& uri) {
    return uri.starts_with("postgresql:") || uri.starts_with("postgres:");
}

const std::vector<PostgisMigration>& postgisMigrations() {
    static const std::vector<PostgisMigration> steps = {
        {4,
         {"001_hall.sql", "002_commits.sql", "003_reading.sql", "004_retention.sql",
          "005_views.sql"}},
        {5, {"006_desk.sql", "006_journal.sql"}},
        {6, {"007_search.sql"}},
        {7, {"008_drawn.sql"}}};
    return steps;
}

Result<PostgisFound> findPostgis(PgLink& link) {
    const auto there = link.run(
        "SELECT n.oid IS NOT NULL, coalesce(has_schema_privilege(n.oid, 'USAGE'), false)"
        " FROM (SELECT 1) one LEFT JOIN pg_namespace n ON n.nspname = 'gridhall'");
    if (!there) return there.error();
    PostgisFound found;
    if (there->text(0, 0) != "t") return found;
    found.mayUse = there->text(0, 1) == "t";
    if (!found.mayUse) return found;
    const auto state = link.run("SELECT schema, ready FROM gridhall.store_state");
    if (!state && link.state() == "42501") {
        found.mayUse = false;
        return found;
    }
    found.foreign = !state && link.state() == "42P01";
    if (!state && !found.foreign) return state.error();
    if (state && state->rows() > 0) {
        found.schema = static_cast<int>(state->integer(0, 0));
        found.ready = state->integer(0, 1) != 0;
    }
    return found;
}

Result<std::unique_ptr<PgLink>> connectPostgis(const std::string& uri, const OpenOptions& options) {
    auto link = PgLink::open(uri, options.patience);
    if (!link) return named(uri, link.error());
    if (const std::string why = refusalOfServer((*link)->serverVersion()); !why.empty())
        return named(uri, {ErrorCode::Unavailable, why});
    return link;
}

Result<void> claimPostgis(PgLink& link, std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const auto maker = link.run(std::string("SELECT pg_try_advisory_lock(") + kMakerLock + ")");
        if (!maker) return maker.error();
        if (maker->text(0, 0) == "t") return {};
        if (std::chrono::steady_clock::now() >= until)
            return Error{ErrorCode::NotAllowed, "another process is making a store there"};
        std::this_thread::sleep_for(50ms);
    }
}

Result<void> layPostgis(PgLink& link, const std::string& id, const std::string& crs,
                        const std::string& consoles, const std::vector<PostgisMigration>& steps) {
    link.setPatience(kSetupPatience);
    const auto found = findPostgis(link);
    if (!found) return found.error();
    if (found->foreign)
        return Error{ErrorCode::NotAllowed,
                     "a schema named gridhall is there that is no store; nothing was overwritten"};
    const auto lay = [&]() -> Result<void> {
        if (auto begun = link.run("BEGIN; DROP SCHEMA IF EXISTS gridhall CASCADE; CREATE SCHEMA"
                                  " gridhall");
            !begun)
            return Error{begun.error().code, "the store cannot be made: " + begun.error().detail};
        for (const PostgisMigration& step : steps)
            if (auto done = runFiles(link, step); !done) return done;
        if (auto done = grantTo(link, consoles.empty() ? "gridhall_app" : consoles); !done)
            return done;
        const auto state = link.ask(
            "INSERT INTO gridhall.store_state (one, id, crs, schema) VALUES (1, coalesce(nullif($1,"
            " ''), replace(gen_random_uuid()::text, '-', '')), $2, $3)",
            {id, crs, std::int64_t{steps.back().schema}});
        if (!state) return state.error();
        // This month's place is there from the start, so that nobody waits for who makes it.
        if (const auto months = link.run("SELECT gridhall.ensure_month(t, gridhall.now_ms() + d)"
                                         " FROM unnest(ARRAY['fix_live', 'version']) t,"
                                         " unnest(ARRAY[0, 604800000]) d");
            !months)
            return months.error();
        for (const PostgisMigration& step : steps)
            if (const auto noted = link.ask("INSERT INTO gridhall.migration VALUES ($1, $2,"
                                            " gridhall.now_ms())",
                                            {std::int64_t{step.schema}, step.name()});
                !noted)
                return noted.error();
        const auto done = link.run("COMMIT");
        return done ? Result<void>() : done.error();
    };
    auto laid = lay();
    if (!laid) (void)link.run("ROLLBACK");
    return laid;
}

Result<std::vector<std::string>> grantedRoles(const std::string& uri, const OpenOptions& options) {
    auto link = connectPostgis(uri, options);
    if (!link) return link.error();
    const auto roles = (*link)->run(
        "SELECT r.rolname || CASE WHEN n.nspowner = r.oid THEN ': owns it'"
        " WHEN has_table_privilege(r.oid, 'gridhall.action', 'SELECT') THEN ': consoles'"
        " ELSE ': reads the views' END FROM pg_namespace n CROSS JOIN LATERAL (SELECT DISTINCT"
        " grantee FROM aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner)))) a"
        " JOIN pg_roles r ON r.oid = a.grantee WHERE n.nspname = 'gridhall'"
        " ORDER BY n.nspowner <> r.oid, 1");
    if (!roles) return named(uri, roles.error());
    std::vector<std::string> names;
    for (int row = 0; row < roles->rows(); ++row) names.emplace_back(roles->text(row, 0));
    return names;
}

Result<std::vector<int>> migratePostgis(PgLink& link, bool dryRun,
                                        const std::vector<PostgisMigration>& steps) {
    const auto found = findPostgis(link);
    if (!found) return found.error();
    if (!found->mayUse)
        return Error{ErrorCode::NotAllowed, "only the owner of a store may migrate it"};
    if (found->schema == 0)
        return Error{ErrorCode::Unavailable, "there is no store in this database"};
    if (!found->ready)
        return Error{ErrorCode::Unavailable, "the store is still being made or copied"};
    std::vector<int> run;
    if (found->schema >= steps.back().schema) return run;
    link.setPatience(kMigrationPatience);
    // Commits wait for the end: a store is never seen between two schemas.
    auto begun = link.run(
        "BEGIN;"
        " SELECT pg_advisory_xact_lock(gridhall.publication_lock())");
    Result<void> done = begun ? Result<void>() : begun.error();
    for (const PostgisMigration& step : steps) {
        if (!done || step.schema <= found->schema) continue;
        done = runFiles(link, step);
        if (!done) break;
        const auto noted = link.ask(
            "WITH raised AS (UPDATE gridhall.store_state SET schema = $1)"
            " INSERT INTO gridhall.migration VALUES ($1, $2, gridhall.now_ms())",
            {std::int64_t{step.schema}, step.name()});
        if (!noted) done = noted.error();
        run.push_back(step.schema);
    }
    if (done) done = grantAnew(link);
    const auto ended = link.run(done && !dryRun ? "COMMIT" : "ROLLBACK");
    if (!done) return done.error();
    if (!ended) return ended.error();
    return run;
}

Result<std::unique_ptr<Store>> openPostgis(const std::string& uri, const OpenOptions& options) {
    auto link = connectPostgis(uri, options);
    if (!link) return link.error();
    const auto found = findPostgis(**link);
    if (!found) return named(uri, found.error());
    const auto refuse = [&](ErrorCode code, const std::string& why) {
        return named(uri, {code, why});
    };
    if (!found->mayUse)
        return refuse(
            ErrorCode::NotAllowed,
            "this role may not use the store; its owner grants it the application's role");
    if (found->schema == 0)
        return refuse(ErrorCode::Unavailable,
                      "there is no store in this database; gridhall init makes one");
    if (!found->ready)
        return refuse(ErrorCode::Unavailable,
                      "the store is still being made or copied; if nobody does, run it again");
    if (found->schema > kSchema)
        return refuse(ErrorCode::Unavailable,
                      "it is a newer store (schema " + std::to_string(found->schema) +
                          "; this program knows up to " + std::to_string(kSchema) +
                          "): use a newer GridHall");
    if (found->schema < kSchema)
        return refuse(ErrorCode::Unavailable,
                      "it is an older store (schema " + std::to_string(found->schema) +
                          "); its owner makes a backup and runs gridhall migrate");
    return std::unique_ptr<Store>(std::make_unique<PostgisStore>(uri, std::move(*link), options));
}

Result<std::unique_ptr<NewStore>> newPostgis(const std::string& uri, const CreateOptions& options) {
    auto link = connectPostgis(uri, options.open);
    if (!link) return link.error();
    (*link)->setPatience(kSetupPatience);
    if (auto claimed = claimPostgis(**link, 0ms); !claimed) return named(uri, claimed.error());
    const auto found = findPostgis(**link);
    if (!found) return named(uri, found.error());
    if (found->ready || !found->mayUse)
        return Error{ErrorCode::NotAllowed,
                     withoutPassword(uri) + " has a store already; nothing was overwritten"};
    const auto half = (*link)->run("SELECT to_regclass('gridhall.copy_state') IS NOT NULL");
    if (!half) return named(uri, half.error());
    if (half->text(0, 0) == "t")
        return Error{ErrorCode::NotAllowed,
                     withoutPassword(uri) +
                         " has a copy that was interrupted: run gridhall copy"
                         " again, or drop the schema gridhall"};
    auto made = std::make_unique<PostgisNewStore>(uri, std::move(*link));
    if (auto filled = made->fill(options); !filled) return filled.error();
    return std::unique_ptr<NewStore>(std::move(made));
}

}  // namespace gis
