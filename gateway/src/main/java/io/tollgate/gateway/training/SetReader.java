package io.tollgate.gateway.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one set: {@code NAME.prompts.jsonl}, {@code NAME.outcomes.csv} and, where it is there,
 * {@code NAME.answers.csv}, each packed with gzip or not. Prompts that no model has answered are
 * left out, and so are outcomes of prompts that are not there; a note says how many.
 */
final class SetReader {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String name;
  private final List<String> notes;
  private final Map<String, Question> prompts = new HashMap<>();
  private final List<Question> inOrder = new ArrayList<>();

  SetReader(String name, List<String> notes) {
    this.name = name;
    this.notes = notes;
  }

  /** Reads the set; {@code null} where it has no outcomes at all. */
  @Nullable OutcomeSet read(Path prompts, Path outcomes, @Nullable Path answers)
      throws IOException {
    readPrompts(prompts);
    Cells cells = readOutcomes(outcomes);
    List<Question> answered = new ArrayList<>();
    Map<String, Integer> rows = new HashMap<>();
    for (Question question : inOrder) {
      if (cells.ids.contains(question.id())) {
        rows.put(question.id(), answered.size());
        answered.add(
            new Question(
                answered.size(),
                question.id(),
                question.dataset(),
                question.category(),
                question.text(),
                question.key()));
      }
    }
    if (answered.size() < inOrder.size()) {
      notes.add(
          "%s: %d of %d prompts have no outcome and are left out"
              .formatted(name, inOrder.size() - answered.size(), inOrder.size()));
    }
    if (answered.isEmpty()) {
      return null;
    }
    List<String> models = List.copyOf(new TreeSet<>(cells.models));
    return assemble(models, answered, rows, cells, answers);
  }

  private OutcomeSet assemble(
      List<String> models,
      List<Question> answered,
      Map<String, Integer> rows,
      Cells cells,
      @Nullable Path answersFile)
      throws IOException {
    int width = models.size();
    double[][] figures = new double[Cells.FIGURES][answered.size() * width];
    for (double[] figure : figures) {
      Arrays.fill(figure, Double.NaN);
    }
    Map<String, Integer> columns = new HashMap<>();
    models.forEach(model -> columns.put(model, columns.size()));
    for (Cells.Cell cell : cells.cells) {
      int at = place(rows, cell.id()) * width + place(columns, cell.model());
      figures[0][at] = cell.score();
      figures[1][at] = cell.inputTokens();
      figures[2][at] = cell.outputTokens();
      figures[3][at] = cell.costUsd();
    }
    Answers answers = answersFile == null ? null : readAnswers(answersFile, models, rows);
    return new OutcomeSet(
        name, models, answered, figures[0], figures[1], figures[2], figures[3], answers);
  }

  private static int place(Map<String, Integer> places, String of) {
    Integer place = places.get(of);
    return place == null ? -1 : place;
  }

  private void readPrompts(Path file) throws IOException {
    long line = 0;
    try (BufferedReader lines = DataFile.open(file)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        line++;
        if (!text.isBlank()) {
          prompt(file, line, text);
        }
      }
    } catch (RoutingDataException e) {
      throw e;
    } catch (IOException e) {
      throw RoutingDataException.at(file, line + 1, "cannot be read: " + e.getMessage());
    }
    if (inOrder.isEmpty()) {
      throw RoutingDataException.at(file, 1, "no prompts");
    }
  }

  private void prompt(Path file, long line, String json) throws RoutingDataException {
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (JacksonException e) {
      throw RoutingDataException.at(file, line, "not JSON: " + e.getOriginalMessage());
    }
    String id = text(node, "prompt_id");
    String prompt = text(node, "prompt");
    if (id == null || prompt == null) {
      throw RoutingDataException.at(
          file, line, "no '" + (id == null ? "prompt_id" : "prompt") + "' (expected: a string)");
    }
    String dataset = text(node, "dataset");
    Question question =
        new Question(
            inOrder.size(),
            id,
            dataset == null ? name : dataset,
            text(node, "category"),
            prompt,
            QuestionKey.of(prompt, id));
    if (prompts.put(id, question) != null) {
      throw RoutingDataException.at(file, line, "prompt_id '" + id + "' stands here again");
    }
    inOrder.add(question);
  }

  private static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value != null && value.isString() ? value.stringValue() : null;
  }

  private Cells readOutcomes(Path file) throws IOException {
    Cells cells = new Cells();
    Set<String> seen = new HashSet<>();
    long unknown = 0;
    try (CsvReader csv = CsvReader.open(file)) {
      int id = csv.column("prompt_id");
      int model = csv.column("model");
      int score = csv.column("score");
      int input = csv.header().indexOf("in_tokens");
      int output = csv.header().indexOf("out_tokens");
      int cost = csv.header().indexOf("cost_usd");
      while (csv.next()) {
        String of = csv.text(model).strip();
        if (of.isEmpty()) {
          throw csv.error("model: empty");
        }
        Cells.Cell cell =
            new Cells.Cell(
                csv.text(id),
                of,
                csv.number(score, 0, 1),
                number(csv, input),
                number(csv, output),
                number(csv, cost));
        if (!seen.add(cell.id() + '\n' + of)) {
          throw csv.error("prompt_id '" + cell.id() + "' has model '" + of + "' again");
        }
        if (!prompts.containsKey(cell.id())) {
          unknown++;
        } else if (!Double.isNaN(cell.score())) {
          cells.add(cell);
        }
      }
    }
    if (unknown > 0) {
      notes.add(name + ": " + unknown + " outcomes of unknown prompts are left out");
    }
    return cells;
  }

  private static double number(CsvReader csv, int column) throws RoutingDataException {
    return column < 0 ? Double.NaN : csv.number(column, 0, Double.MAX_VALUE);
  }

  private Answers readAnswers(Path file, List<String> models, Map<String, Integer> rows)
      throws IOException {
    Answers answers = new Answers(rows.size(), models.size());
    try (CsvReader csv = CsvReader.open(file)) {
      int id = csv.column("prompt_id");
      while (csv.next()) {
        int row = place(rows, csv.text(id));
        for (int column = 0; row >= 0 && column < csv.header().size(); column++) {
          int model = models.indexOf(csv.header().get(column));
          if (model >= 0) {
            answers.put(row, model, csv.text(column));
          }
        }
      }
    }
    return answers;
  }
}
