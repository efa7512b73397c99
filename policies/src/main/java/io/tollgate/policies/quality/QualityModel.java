package io.tollgate.policies.quality;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was learnt from judged outcomes: how good each model's answer to a prompt would be, and how
 * long.
 *
 * <p>Every figure is linear in the features of the prompt ({@link FeatureMap}), so that a forecast
 * takes microseconds; what is not linear, the kinds of request, is among the features. See {@link
 * Trainer} for how it is learnt. Immutable.
 */
public final class QualityModel {

  private static final String SHIPPED = "io/tollgate/policies/quality/default-quality-model.bin";

  /** Loaded when first asked for: a gateway without quality budgets never needs it. */
  private static final class Holder {
    static final QualityModel SHIPPED_MODEL = load();
  }

  private final String card;
  private final FeatureMap map;
  private final List<LearntModel> models;
  private final List<LearntArm> arms;
  private final Map<String, Integer> places;

  QualityModel(String card, FeatureMap map, List<LearntModel> models, List<LearntArm> arms) {
    this.card = card;
    this.map = map;
    this.models = List.copyOf(models);
    this.arms = List.copyOf(arms);
    this.places = new HashMap<>();
    for (int i = 0; i < models.size(); i++) {
      places.put(models.get(i).id(), i);
    }
  }

  /** The model that Tollgate brings; docs/quality-model.md says what it was learnt from. */
  public static QualityModel shipped() {
    return Holder.SHIPPED_MODEL;
  }

  private static QualityModel load() {
    try (InputStream in = QualityModel.class.getClassLoader().getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException(SHIPPED + " is not on the class path");
      }
      return QualityModelFile.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DamagedFileException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it was learnt from, in a few lines for people. */
  public String card() {
    return card;
  }

  /** The models that something was learnt of. */
  public List<String> modelIds() {
    return models.stream().map(LearntModel::id).toList();
  }

  /** The kinds of request that were told apart. */
  public List<String> kinds() {
    return map.kinds();
  }

  /** Judged outcomes that a model was learnt from; 0 for one that is not known. */
  public int outcomes(String model) {
    int place = place(model);
    return place < 0 ? 0 : models.get(place).outcomes();
  }

  /** What is expected of each model for a prompt. */
  public Forecasts forecasts(Prompt prompt) {
    return new ModelForecasts(this, map.of(prompt));
  }

  FeatureMap map() {
    return map;
  }

  List<LearntModel> models() {
    return models;
  }

  List<LearntArm> arms() {
    return arms;
  }

  /** The place of a model among the others, or -1. */
  int place(String id) {
    return places.getOrDefault(id, -1);
  }
}
