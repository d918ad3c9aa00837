package io.sanasend.local.stack;

import io.sanasend.local.postgres.PostgresServer;

/** The database the api is told to use. */
record Database(String url, String username, String password) {

    /** The stack's own. */
    static Database of(PostgresServer server) {
        return new Database(server.jdbcUrl(), server.username(), server.password());
    }

    /** The one given by the environment. */
    static Database given(StackSettings settings) {
        return new Database(
                settings.databaseUrl().orElseThrow(),
                settings.value("SANASEND_DATABASE_USERNAME").orElse(""),
                settings.value("SANASEND_DATABASE_PASSWORD").orElse(""));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Database[" + url + "]";
    }
}
