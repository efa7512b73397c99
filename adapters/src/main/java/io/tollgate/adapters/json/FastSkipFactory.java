package io.tollgate.adapters.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * Jackson's factory, whose parsers of byte arrays are those that skip strings faster.
 *
 * <p>The bytes are taken for UTF-8 without a byte order mark, whatever they are.
 */
final class FastSkipFactory extends JsonFactory {

  private static final long serialVersionUID = 1L;

  FastSkipFactory(JsonFactoryBuilder settings) {
    super(settings.disable(TokenStreamFactory.Feature.CHARSET_DETECTION));
  }

  @Override
  protected JsonParser _createParser(
      ObjectReadContext read, IOContext io, byte[] data, int offset, int length)
      throws JacksonException {
    _checkRangeBoundsForByteArray(data, offset, length);
    _streamReadConstraints.validateDocumentLength(length);
    return new FastSkipParser(
        read,
        io,
        read.getStreamReadFeatures(_streamReadFeatures),
        read.getFormatReadFeatures(_formatReadFeatures),
        _byteSymbolCanonicalizer.makeChild(_factoryFeatures),
        data,
        offset,
        length);
  }
}
