package io.tollgate.policies.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree of a document from the parser's events, within its bounds and the limits of
 * {@link YamlReader}.
 *
 * <p>Events rather than composed nodes, because composing recurses as deep as the document does:
 * here a document of a million brackets costs one message, not the stack.
 */
final class TreeBuilder {

  private final Source source;
  private final YamlBounds bounds;
  private final @Nullable LongList<?> longList;
  private final Deque<Frame> open = new ArrayDeque<>();
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private @Nullable YamlNode root;
  private int documents;
  private int aliases;

  TreeBuilder(Source source, YamlBounds bounds, @Nullable LongList<?> longList) {
    this.source = source;
    this.bounds = bounds;
    this.longList = longList;
  }

  /** A finished node that aliases may stand for; {@code node} is null while it is being built. */
  private record Anchored(@Nullable YamlNode node, long size) {}

  /** A map or list that is being built. */
  private static final class Frame {
    final Position position;
    final Place place;
    final @Nullable Anchor anchor;
    final @Nullable Map<String, YamlMap.Entry> entries;
    final List<YamlNode> items = new ArrayList<>();

    /** Where items go in place of a list of them, or {@code null}. */
    final @Nullable LongList<?> longList;

    int count;
    long size = 1;
    @Nullable String key;
    Position keyPosition = Position.START;

    Frame(
        Position position,
        Place place,
        @Nullable Anchor anchor,
        boolean isMap,
        @Nullable LongList<?> longList) {
      this.position = position;
      this.place = place;
      this.anchor = anchor;
      this.longList = longList;
      this.entries = isMap ? new LinkedHashMap<>() : null;
    }

    boolean awaitsKey() {
      return entries != null && key == null;
    }

    Place child() {
      return entries == null ? place.at(count) : place.at(String.valueOf(key));
    }
  }

  /** Stops the build after a mistake that leaves nothing to go on with. */
  private static final class Stop extends RuntimeException {
    Stop() {
      super(null, null, false, false);
    }
  }

  /** The top of the document, or {@code null} after a problem was reported. */
  @Nullable YamlNode build() {
    if (source.text().length() > bounds.characters()) {
      source.report(
          Position.START,
          "",
          "the file has " + source.text().length() + " characters",
          "expected: at most " + bounds.characters());
      return null;
    }
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(bounds.characters()).build();
    try {
      for (Event event : new Parse(settings).parseString(source.text())) {
        accept(event);
      }
    } catch (Stop stop) {
      return null;
    } catch (ReaderException e) {
      int index = source.text().offsetByCodePoints(0, e.getPosition());
      source.report(
          source.position(index),
          "",
          String.format("the character U+%04X is not allowed in YAML", e.getCodePoint()),
          "");
      return null;
    } catch (MarkedYamlEngineException e) {
      Position at = position(e.getProblemMark().or(e::getContextMark));
      String context = e.getContext();
      source.report(at, "", sentence(e), context == null ? "" : "the error came " + context);
      return null;
    } catch (YamlEngineException e) {
      source.report(Position.START, "", String.valueOf(e.getMessage()), "");
      return null;
    }
    if (root == null) {
      source.report(Position.START, "", "the file is empty", "expected: a map of keys and values");
    }
    return root;
  }

  private static String sentence(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem());
    return problem.contains("\\t(TAB)")
        ? "found a tab where YAML wants spaces"
        : "not valid YAML: " + problem;
  }

  private void accept(Event event) {
    switch (event.getEventId()) {
      case DocumentStart -> startDocument((DocumentStartEvent) event);
      case Scalar -> scalar((ScalarEvent) event);
      case MappingStart, SequenceStart -> start((CollectionStartEvent) event);
      case MappingEnd, SequenceEnd -> end();
      case Alias -> alias((AliasEvent) event);
      case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
    }
  }

  private void startDocument(DocumentStartEvent event) {
    if (++documents > 1) {
      throw stop(event, "a second document starts here", "expected: one document per file");
    }
  }

  private void scalar(ScalarEvent event) {
    Position at = position(event.getStartMark());
    rejectTag(event, event.getTag());
    Frame frame = open.peek();
    if (frame != null && frame.awaitsKey()) {
      frame.key = event.getValue();
      frame.keyPosition = at;
      return;
    }
    Place place = frame == null ? Place.TOP : frame.child();
    Position valueAt = event.getAnchor().isPresent() ? source.afterWord(at) : at;
    YamlScalar node =
        new YamlScalar(source, valueAt, place, event.getValue(), event.getScalarStyle());
    place(node, 1, event.getAnchor().orElse(null));
  }

  private void start(CollectionStartEvent event) {
    rejectTag(event, event.getTag());
    Frame frame = open.peek();
    if (frame != null && frame.awaitsKey()) {
      throw stop(event, "a key that is a map or a list", "expected: a name as the key");
    }
    if (open.size() == YamlReader.MAX_DEPTH) {
      throw stop(
          event,
          "maps and lists are nested too deeply",
          "expected: at most " + YamlReader.MAX_DEPTH + " within each other");
    }
    Anchor anchor = event.getAnchor().orElse(null);
    if (anchor != null) {
      anchors.put(anchor, new Anchored(null, 0));
    }
    open.push(
        new Frame(
            position(event.getStartMark()),
            frame == null ? Place.TOP : frame.child(),
            anchor,
            event instanceof MappingStartEvent,
            longListAt(frame, event, anchor)));
  }

  /** What a node is if it is the long list; one with an anchor may be wanted again. */
  private @Nullable LongList<?> longListAt(
      @Nullable Frame frame, CollectionStartEvent event, @Nullable Anchor anchor) {
    return longList != null
            && open.size() == 1
            && frame != null
            && longList.key().equals(frame.key)
            && event instanceof SequenceStartEvent
            && anchor == null
        ? longList
        : null;
  }

  private void end() {
    Frame frame = open.pop();
    YamlNode node =
        frame.entries == null
            ? new YamlList(source, frame.position, frame.place, frame.items)
            : new YamlMap(source, frame.position, frame.place, frame.entries);
    place(node, frame.size, frame.anchor);
  }

  private void alias(AliasEvent event) {
    Anchored target = anchors.get(event.getAlias());
    Frame frame = open.peek();
    if (target == null) {
      throw stop(event, "unknown anchor *" + event.getAlias(), "define it before it is used");
    }
    if (target.node() == null) {
      throw stop(event, "*" + event.getAlias() + " contains itself", "");
    }
    if (frame != null && frame.awaitsKey()) {
      throw stop(event, "an alias as a key", "expected: a name as the key");
    }
    if (++aliases > YamlReader.MAX_ALIASES) {
      throw stop(event, "too many aliases", "expected: at most " + YamlReader.MAX_ALIASES);
    }
    place(target.node(), target.size(), null);
  }

  private void place(YamlNode node, long size, @Nullable Anchor anchor) {
    if (anchor != null) {
      anchors.put(anchor, new Anchored(node, size));
    }
    Frame frame = open.peek();
    if (frame == null) {
      root = node;
      return;
    }
    frame.size += size;
    if (frame.size > bounds.nodes()) {
      source.report(
          node.position(),
          frame.place.text(),
          "too many values, counting what aliases stand for",
          "expected: at most " + bounds.nodes());
      throw new Stop();
    }
    if (frame.entries == null) {
      frame.count++;
      if (frame.longList == null) {
        frame.items.add(node);
      } else {
        frame.longList.accept(node);
      }
      return;
    }
    String key = String.valueOf(frame.key);
    YamlMap.Entry earlier = frame.entries.get(key);
    if (earlier == null) {
      frame.entries.put(key, new YamlMap.Entry(frame.keyPosition, node));
    } else {
      source.report(
          frame.keyPosition,
          frame.child().text(),
          "duplicate key",
          "it is already at line " + earlier.keyPosition.line());
    }
    frame.key = null;
  }

  private void rejectTag(Event event, Optional<String> tag) {
    if (tag.isPresent()) {
      throw stop(event, "tags such as " + Quoting.shortened(tag.get()) + " are not used", "");
    }
  }

  private Stop stop(Event event, String message, String advice) {
    Frame frame = open.peek();
    source.report(
        position(event.getStartMark()), frame == null ? "" : frame.place.text(), message, advice);
    return new Stop();
  }

  private static Position position(Optional<Mark> mark) {
    return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1)).orElse(Position.START);
  }
}
