package io.tollgate.bench.routing.replay;

/** What happens in a replay. */
public enum Trouble {
  STEADY("steady", "questions in random order"),
  ABRUPT_DRIFT("abrupt drift", "half of the categories first, then the other half"),
  SLOW_DRIFT("slow drift", "the mixture moves from one half of the categories to the other"),
  REGRESSION(
      "silent regression",
      "from the middle on half of the right answers of the two most used cheap models are wrong"),
  RECOVERY(
      "regression for a while",
      "the same from the first quarter to the middle, after which they are as before"),
  PRICE_CHANGE(
      "price change", "from the middle on the most used cheap model costs four times as much"),
  REFERENCE_DOWN(
      "reference down", "the reference is down for a twentieth of the time, in the middle");

  private final String title;
  private final String meaning;

  Trouble(String title, String meaning) {
    this.title = title;
    this.meaning = meaning;
  }

  String title() {
    return title;
  }

  String meaning() {
    return meaning;
  }
}
