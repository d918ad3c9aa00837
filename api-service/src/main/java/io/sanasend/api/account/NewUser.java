package io.sanasend.api.account;

/** A user that is to be made; the password is handed over apart, and never kept. */
record NewUser(
        String username,
        String email,
        String firstName,
        String lastName,
        boolean staff,
        int maxMessagesPerDay,
        int maxMessagesPerMinute) {}
