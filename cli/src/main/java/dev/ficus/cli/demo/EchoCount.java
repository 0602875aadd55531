package dev.ficus.cli.demo;

/**
 * The row changes of one domain since its first cutover, counted on two ways that know nothing of each other.
 *
 * @param applied by the streams of both directions, from their checkpoints
 * @param accepted on the owner, from the ledger
 * @param unknown on the owner, in writes whose outcome nobody knows: each may have been applied or not
 */
record EchoCount(long applied, long accepted, long unknown) {

    /** Changes that were applied although no application made them. */
    long echoed() {
        return Math.max(0, applied - accepted - unknown);
    }
}
