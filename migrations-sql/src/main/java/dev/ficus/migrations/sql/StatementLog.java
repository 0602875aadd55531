package dev.ficus.migrations.sql;

/** Sees every statement of one change. */
interface StatementLog {

    /** Runs one statement and notes how it went. */
    void run(String text, Work work) throws Exception;

    /** The statement that is running or ran last, from 1; 0 before the first. */
    int number();

    /** How many statements the change has. */
    int total();

    /** One statement. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Only counts: for a change that runs in one transaction. */
    static StatementLog counting(int total) {
        return new StatementLog() {
            private int number;

            @Override
            public void run(String text, Work work) throws Exception {
                number++;
                work.run();
            }

            @Override
            public int number() {
                return number;
            }

            @Override
            public int total() {
                return total;
            }
        };
    }
}
