package io.tollgate.bench.budget;

/** The parts of a run; the same questions are asked in each, in another order. */
enum Part {
  STEADY("steady", "every model answers as recorded"),
  REGRESSION(
      "silent regression",
      "half of the right answers of the two most used cheap models are wrong from the start");

  private final String title;
  private final String meaning;

  Part(String title, String meaning) {
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
