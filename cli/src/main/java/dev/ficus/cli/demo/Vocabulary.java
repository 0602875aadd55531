package dev.ficus.cli.demo;

import java.util.List;
import java.util.random.RandomGenerator;

/** The words that the shop's data is made of. */
final class Vocabulary {
    static final List<String> FIRST_NAMES = List.of(
            "Ana",
            "Björn",
            "Chiara",
            "Dmitri",
            "Eszter",
            "François",
            "Grace",
            "Håkon",
            "Inês",
            "Jürgen",
            "Kateřina",
            "Łukasz",
            "Maria",
            "Noah",
            "Ольга",
            "Pilar",
            "Quentin",
            "Rania",
            "Søren",
            "Tomás",
            "Uma",
            "Víctor",
            "Wei",
            "Xenia",
            "Yuki",
            "Zoë");
    static final List<String> LAST_NAMES = List.of(
            "Andersen",
            "Bianchi",
            "Costa",
            "Dvořák",
            "Eriksson",
            "Fischer",
            "García",
            "Horváth",
            "Ivanov",
            "Jansen",
            "Kowalski",
            "Lefèvre",
            "Müller",
            "Nowak",
            "O'Brien",
            "Petrov",
            "Quinn",
            "Rossi",
            "Šimić",
            "Tanaka",
            "Urbański",
            "Virtanen",
            "Weber",
            "Yılmaz",
            "Zhang");
    static final List<City> CITIES = List.of(
            new City("Amsterdam", "1012 AB", "NL", "Damstraat"),
            new City("Berlin", "10115", "DE", "Invalidenstraße"),
            new City("Bruxelles", "1000", "BE", "Rue Neuve"),
            new City("Dublin", "D02 X285", "IE", "Dawson Street"),
            new City("Helsinki", "00100", "FI", "Mannerheimintie"),
            new City("København", "1050", "DK", "Nyhavn"),
            new City("Kraków", "31-001", "PL", "ulica Grodzka"),
            new City("Lisboa", "1100-148", "PT", "Rua Augusta"),
            new City("Lyon", "69002", "FR", "Rue Mercière"),
            new City("Madrid", "28013", "ES", "Calle Mayor"),
            new City("Praha", "110 00", "CZ", "Celetná"),
            new City("Roma", "00186", "IT", "Via del Corso"),
            new City("Wien", "1010", "AT", "Kärntner Straße"),
            new City("Zürich", "8001", "CH", "Bahnhofstrasse"));
    static final List<String> MATERIALS =
            List.of("Oak", "Linen", "Copper", "Wool", "Glass", "Cork", "Steel", "Bamboo", "Leather", "Stoneware");
    static final List<String> GOODS = List.of(
            "tray", "lamp", "kettle", "blanket", "vase", "board", "shelf", "basket", "stool", "mug", "clock", "mirror");
    static final List<String> NOTES = List.of(
            "Please leave it with the neighbour.",
            "A gift: no invoice in the parcel, please.",
            "Ring twice; the bell is quiet.",
            "Delivery after 17:00 only.",
            "Thank you for the quick answer!");
    static final List<String> REVIEWS = List.of(
            "Exactly as described.",
            "Well made, arrived a day early.",
            "Smaller than it looks in the picture.",
            "The second one that I bought.",
            "A scratch on the side, replaced at once.");

    private Vocabulary() {}

    /** A city with one of its postcodes and streets. */
    record City(String name, String postcode, String country, String street) {}

    static <T> T any(List<T> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
