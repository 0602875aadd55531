package dev.ficus.cli.demo;

/**
 * One thread's view of an application of the shop. It records in the ledger what it is told, before it goes on. Used by one
 * thread.
 */
interface Application extends AutoCloseable {
    /** Tries the write once and records its outcome. */
    Outcome write(ShopWrite write);

    /** Ends its connections. */
    @Override
    void close();
}
