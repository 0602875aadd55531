package dev.ficus.cli.demo;

import static dev.ficus.cli.demo.Vocabulary.any;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The reviews in MongoDB: a change file of that database's history that inserts them. */
record ShopReviews(ShopSize size, long seed) {
    private static final int BATCH = 100;

    /** The text of the change file; the same for the same size and seed. */
    String changeFile() {
        RandomGenerator random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("id: first-reviews\nauthor: shop\nsteps:\n");
        for (int first = 1; first <= size.reviews(); first += BATCH) {
            text.append("  - apply:\n      runCommand:\n        insert: reviews\n        documents:\n");
            for (int id = first; id < first + BATCH && id <= size.reviews(); id++) {
                text.append(review(id, random));
            }
        }
        return text.toString();
    }

    private String review(int id, RandomGenerator random) {
        return "          - { _id: " + id + ", product: " + (1 + random.nextInt(size.products())) + ", stars: "
                + (1 + random.nextInt(5)) + ", created: " + (1_767_000_000L + random.nextInt(20_000_000))
                + ", text: \"" + any(Vocabulary.REVIEWS, random) + "\" }\n";
    }
}
