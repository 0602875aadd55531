package dev.ficus.sandbox;

import java.math.BigInteger;
import java.security.SecureRandom;

/** The user of one throwaway server, and its password, which no other server has. */
record Credentials(String user, String password) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static Credentials random() {
        return new Credentials("ficus", new BigInteger(96, RANDOM).toString(36));
    }

    @Override
    public String toString() {
        return user;
    }
}
