/** Making elements. All text goes in by `textContent`: nothing a person typed is ever read as markup. */

/** @typedef {Readonly<Record<string, string | undefined>>} Attributes */
/** @typedef {readonly (Node | string | undefined)[]} Children */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An HTML element. An attribute that is undefined is left out, and so is a child.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {Children} [children]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function html(tag, attributes = {}, children = []) {
  return furnish(document.createElement(tag), attributes, children);
}

/**
 * An SVG element, furnished the same way.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {Children} [children]
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, children = []) {
  return furnish(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * The element of the page with this id.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`);
  return found;
}

/**
 * @template {Element} Kind
 * @param {Kind} element
 * @param {Attributes} attributes
 * @param {Children} children
 * @returns {Kind}
 */
function furnish(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}
